import { registerKernel } from '@tensorflow/tfjs-core';
import { registerInPlace } from '../in-place.ts';
import { batchNormKernels } from './batch-norm.ts';
import { type ComposedKernel, toKernelConfig } from './composed-kernel.ts';
import { convolutionKernels } from './convolution.ts';
import { depthwiseKernels } from './depthwise.ts';
import { elementwiseKernels } from './elementwise.ts';
import { composedInPlace } from './in-place.ts';
import { lossKernels } from './loss.ts';
import { matrixKernels } from './matrix.ts';
import { poolKernels } from './pool.ts';
import { separableKernels } from './separable.ts';

/** All kernels in `kernelNames`, each once. */
export const composedKernels: readonly ComposedKernel[] = [
  ...batchNormKernels,
  ...convolutionKernels,
  ...depthwiseKernels,
  ...elementwiseKernels,
  ...lossKernels,
  ...matrixKernels,
  ...poolKernels,
  ...separableKernels,
];

/** Gives a tfjs backend every operation and update of this project. */
export const installComposed = (backendName: string): void => {
  for (const kernel of composedKernels) registerKernel(toKernelConfig(kernel, backendName));
  registerInPlace(backendName, composedInPlace);
};
