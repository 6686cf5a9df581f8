import { batchNormKernels } from './batch-norm.ts';
import { convolutionKernels } from './convolution.ts';
import { elementwiseKernels } from './elementwise.ts';
import { lossKernels } from './loss.ts';
import { matrixKernels } from './matrix.ts';
import { poolKernels } from './pool.ts';
import type { ReferenceKernel } from './reference-kernel.ts';
import { separableKernels } from './separable.ts';

export { toKernelConfig } from './reference-kernel.ts';

/** All kernels in `kernelNames`, each once. */
export const referenceKernels: readonly ReferenceKernel[] = [
  ...batchNormKernels,
  ...convolutionKernels,
  ...elementwiseKernels,
  ...lossKernels,
  ...matrixKernels,
  ...poolKernels,
  ...separableKernels,
];
