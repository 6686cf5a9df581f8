import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import { checkAlike, checkShape } from '../check.ts';
import { onlyOf, present, runKernel, runKernels } from '../run-kernel.ts';
import { mayNeedGradient } from '../tracking.ts';

/**
 * sum_i weights_i * tensors_i: the mixed operation of a super-net, in one pass over its branches.
 *
 * @param tensors n tensors of one shape
 * @param weights [n]
 * @throws TypeError when there is no tensor or shapes do not agree
 */
export const mixedSum = (tensors: readonly Tensor[], weights: Tensor): Tensor => {
  checkAlike('mixedSum', tensors);
  checkShape('mixedSum', 'weights', weights, [tensors.length]);
  // With constant weights, as in a step on the weights of the network, no branch need be kept for the way back.
  return mayNeedGradient(weights)
    ? runKernel('reprise/mixed-sum', [...tensors, weights])
    : runKernel('reprise/mixed-sum-fixed', Object.assign({ weights }, tensors), {
        count: tensors.length,
      });
};

export const mixedSumGradient: GradConfig = {
  kernelName: 'reprise/mixed-sum',
  saveAllInputs: true,
  gradFunc: (dy: Tensor | Tensor[], saved: Tensor[]) => {
    const outputs = runKernels('reprise/mixed-sum-back', [onlyOf(dy), ...saved], { wantWeights: true });
    return Object.fromEntries(outputs.map((_, index) => [index, () => present(outputs[index])]));
  },
};

export const mixedSumFixedGradient: GradConfig = {
  kernelName: 'reprise/mixed-sum-fixed',
  inputsToSave: ['weights'],
  gradFunc: (dy: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => {
    const up = onlyOf(dy);
    // The branches themselves are not read without the gradient of the weights; dy stands in for each.
    const branches = Array.from({ length: attributes['count'] as number }, () => up);
    const inputs = [up, ...branches, present(saved[0])];
    const outputs = runKernels('reprise/mixed-sum-back', inputs, { wantWeights: false });
    return Object.fromEntries(outputs.map((_, index) => [index, () => present(outputs[index])]));
  },
};
