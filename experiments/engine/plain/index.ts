import { batchNormKernels } from './batch-norm.ts';
import { convolutionKernels } from './convolution.ts';
import { elementwiseKernels } from './elementwise.ts';
import { lossKernels } from './loss.ts';
import { matrixKernels } from './matrix.ts';
import type { PlainKernel } from './plain-kernel.ts';
import { poolKernels } from './pool.ts';
import { separableKernels } from './separable.ts';

export { toKernelConfig } from './plain-kernel.ts';

/** All kernels in `kernelNames`, each once. */
export const plainKernels: readonly PlainKernel[] = [
  ...batchNormKernels,
  ...convolutionKernels,
  ...elementwiseKernels,
  ...lossKernels,
  ...matrixKernels,
  ...poolKernels,
  ...separableKernels,
];
