import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import { checkShape } from '../check.ts';
import { onlyOf, present, runKernel, runKernels } from '../run-kernel.ts';

/**
 * Joins tensors along their last axis.
 *
 * @param tensors equal in all axes but the last
 * @throws TypeError when there is no tensor or another axis differs
 */
export const concatChannels = (tensors: readonly Tensor[]): Tensor => {
  const [first] = tensors;
  if (first === undefined) throw new TypeError('concatChannels: expected at least one tensor, got none');
  const outer = first.shape.slice(0, -1);
  const channels = tensors.map((tensor, index) => {
    const own = tensor.shape[tensor.shape.length - 1] ?? 0;
    checkShape('concatChannels', `tensors[${index}]`, tensor, [...outer, own]);
    return own;
  });
  return runKernel('reprise/concat', tensors, { channels });
};

/**
 * Cuts a tensor along its last axis; the inverse of `concatChannels`.
 *
 * @param channels the size of each part; the sum is the last axis of `x`
 * @throws TypeError when the sizes do not add up
 */
export const splitChannels = (x: Tensor, channels: readonly number[]): Tensor[] => {
  const total = channels.reduce((sum, size) => sum + size, 0);
  checkShape('splitChannels', 'x', x, [...x.shape.slice(0, -1), total]);
  return runKernels('reprise/split', { x }, { channels: [...channels] });
};

export const concatGradient: GradConfig = {
  kernelName: 'reprise/concat',
  gradFunc: (dy: Tensor | Tensor[], _saved: Tensor[], attributes: NamedAttrMap) => {
    const parts = runKernels('reprise/split', { x: onlyOf(dy) }, attributes);
    return Object.fromEntries(parts.map((_, index) => [index, () => present(parts[index])]));
  },
};

export const splitGradient: GradConfig = {
  kernelName: 'reprise/split',
  gradFunc: (dys: Tensor | Tensor[], _saved: Tensor[], attributes: NamedAttrMap) => ({
    x: () => runKernel('reprise/concat', Array.isArray(dys) ? dys : [dys], attributes),
  }),
};
