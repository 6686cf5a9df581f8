import { add, div, exp, log, max, mul, neg, oneHot, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { KernelAttributes } from '../kernel-names.ts';
import type { ComposedCall, ComposedKernel } from './composed-kernel.ts';

/** -> [loss, gradient of the logits]. Labels are not checked: that would need their values here. */
const crossEntropy = ({
  input,
  attributes,
}: ComposedCall<KernelAttributes['reprise/cross-entropy']>): Tensor[] => {
  const { labelSmoothing } = attributes;
  const logits = input('logits');
  const [batch, classes] = logits.shape as [number, number];
  const shifted = sub(logits, max(logits, 1, true));
  const logOdds = sub(shifted, log(sum(exp(shifted), 1, true)));
  const right = oneHot(input('labels'), classes, 1, 0, 'float32');
  const targets = add(mul(right, 1 - labelSmoothing), labelSmoothing / classes);
  return [neg(div(sum(mul(targets, logOdds)), batch)), div(sub(exp(logOdds), targets), batch)];
};

export const lossKernels: readonly ComposedKernel[] = [{ name: 'reprise/cross-entropy', run: crossEntropy }];
