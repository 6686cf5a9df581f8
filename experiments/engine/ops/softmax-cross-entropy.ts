import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import { checkAxes, checkInt32 } from '../check.ts';
import { allOf, present, runKernel, runKernels } from '../run-kernel.ts';

export interface CrossEntropyOptions {
  /** Part of the target spread evenly over all classes, 0 to 1. Default 0. */
  readonly labelSmoothing?: number;
}

/**
 * The mean over the batch of -sum_k target_k * log softmax(logits)_k.
 *
 * @param logits [batch, classes]
 * @param labels int32 [batch], each from 0 to classes - 1
 * @returns a scalar, in nats
 * @throws TypeError when shapes do not agree; RangeError when a label is no class
 */
export const softmaxCrossEntropy = (
  logits: Tensor,
  labels: Tensor,
  options: CrossEntropyOptions = {},
): Tensor => {
  checkAxes('softmaxCrossEntropy', 'logits', logits, ['batch', 'classes']);
  checkInt32('softmaxCrossEntropy', 'labels', labels, [logits.shape[0] ?? 0]);
  const labelSmoothing = options.labelSmoothing ?? 0;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new TypeError(
      `softmaxCrossEntropy: expected \`labelSmoothing\` from 0 to 1, got \`${labelSmoothing}\``,
    );
  }
  return present(runKernels('reprise/cross-entropy', { logits, labels }, { labelSmoothing })[0]);
};

export const crossEntropyGradient: GradConfig = {
  kernelName: 'reprise/cross-entropy',
  // The forward pass has every term of the gradient at hand, so it leaves it as a second output.
  outputsToSave: [false, true],
  gradFunc: (dys: Tensor | Tensor[], saved: Tensor[]) => {
    const factor = present(allOf(dys)[0]);
    return { logits: () => runKernel('reprise/scale', { x: present(saved[0]), factor }) };
  },
};
