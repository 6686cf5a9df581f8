/** Networks of one architecture with drop path and an auxiliary head, as they are trained from scratch. */
import { add, mul, scalar, type Tensor } from '@tensorflow/tfjs-core';
import { type Parameter, softmaxCrossEntropy } from '../engine/index.ts';
import type { Draws } from '../rng/draws.ts';
import type { Statistics } from './layers.ts';
import type { ScheduledDropPath } from './nasnet/scheduled-drop-path.ts';

export interface ScratchForward {
  readonly statistics: Statistics;
  /** What only training has: dropout before the classifier, drop path, the auxiliary head. */
  readonly training?: { readonly draws: Draws; readonly dropPath: ScheduledDropPath };
}

export interface ScratchOutputs {
  /** [batch, classes]. */
  readonly logits: Tensor;
  /** While training a network that has an auxiliary head, [batch, classes]. */
  readonly auxiliaryLogits?: Tensor;
}

export interface ScratchNetwork {
  readonly parameters: readonly Parameter[];
  /** Running means and variances. */
  readonly statistics: readonly Parameter[];
  /** Images [batch, height, width, channels] to logits. Call inside `tidy`. */
  run(images: Tensor, forward: ScratchForward): ScratchOutputs;
  dispose(): void;
}

/** Cross-entropy to smoothed labels, plus the weighted one of the auxiliary head. */
export function lossOfOutputs(
  { logits, auxiliaryLogits }: ScratchOutputs,
  labels: Tensor,
  { auxiliaryWeight, labelSmoothing }: { readonly auxiliaryWeight: number; readonly labelSmoothing: number },
): Tensor {
  const loss = softmaxCrossEntropy(logits, labels, { labelSmoothing });
  if (!auxiliaryLogits) return loss;
  const auxiliary = softmaxCrossEntropy(auxiliaryLogits, labels, { labelSmoothing });
  return add(loss, mul(auxiliary, scalar(auxiliaryWeight)));
}
