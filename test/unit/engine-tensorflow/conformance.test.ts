import { describeAgreement } from '../engine-webgpu/support/describe-agreement.ts';

await describeAgreement('tensorflow');
