/** What a bilevel step works on: two lists of parameters, and two losses that depend on them. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameter } from '../../engine/index.ts';

export interface BilevelParameters {
  /** w: what the training loss is minimised over. */
  readonly weights: readonly Parameter[];
  /** alpha: what the validation loss is minimised over. No gradient clip or weight step touches it. */
  readonly architecture: readonly Parameter[];
}

/**
 * A scalar of one minibatch at the present values of all parameters; runs while gradients are recorded. It may run
 * several times in one step and must then use the same minibatch and the same noise. Its network should normalise
 * by the minibatch (`batch`): a mode that tracks running statistics would take in the shifted weights too.
 */
export type Loss = () => Tensor;

export interface BilevelLosses {
  readonly training: Loss;
  readonly validation: Loss;
}
