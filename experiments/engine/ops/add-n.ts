import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import { checkAlike } from '../check.ts';
import { onlyOf, runKernel } from '../run-kernel.ts';

/**
 * The sum of tensors of one shape, added in the order given.
 *
 * @throws TypeError when there is no tensor or shapes do not agree
 */
export const addN = (tensors: readonly Tensor[]): Tensor => {
  const first = checkAlike('addN', tensors);
  return tensors.length === 1
    ? first.clone()
    : runKernel('reprise/add-n', tensors, { count: tensors.length });
};

export const addNGradient: GradConfig = {
  kernelName: 'reprise/add-n',
  gradFunc: (dy: Tensor | Tensor[], _saved: Tensor[], attributes: NamedAttrMap) =>
    Object.fromEntries(
      Array.from({ length: attributes['count'] as number }, (_, index) => [index, () => onlyOf(dy).clone()]),
    ),
};
