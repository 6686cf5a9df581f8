import { describeAgreement } from './support/describe-agreement.ts';

await describeAgreement('webgpu');
