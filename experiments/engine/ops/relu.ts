import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import { checkShape } from '../check.ts';
import { onlyOf, present, runKernel } from '../run-kernel.ts';

/** max(x, 0) for each value; NaN stays NaN. The gradient at 0 is 0. */
export const relu = (x: Tensor): Tensor => {
  checkShape('relu', 'x', x, x.shape);
  return runKernel('reprise/relu', { x });
};

export const reluGradient: GradConfig = {
  kernelName: 'reprise/relu',
  outputsToSave: [true],
  gradFunc: (dy: Tensor | Tensor[], saved: Tensor[]) => ({
    x: () => runKernel('reprise/relu-back', { dy: onlyOf(dy), y: present(saved[0]) }),
  }),
};
