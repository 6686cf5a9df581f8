/**
 * The gradient of the validation loss by a recurrent cell's architecture weights, as quark0/darts@f276dd3 computes it
 * (rnn/architect.py): the looked-ahead step and the direction of the finite difference are both clipped, and the
 * implicit term is scaled by the clipping coefficient of the step, which may exceed 1 where nothing was clipped.
 * Source: Liu et al. 2019, section 2.3 and appendix A.2.
 */
import { dispose, mul, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import {
  clipByGlobalNorm,
  type Gradients,
  globalNorm,
  type Parameter,
  valueAndGradients,
} from '../../engine/index.ts';

/** Builds a loss, a scalar, at the present values of the parameters. */
export type Loss = () => Tensor;

export interface LookAhead {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly gradientClip: number;
}

/** Length of the finite difference's step to either side, in the norm over all weights. */
const stepLength = 0.01;

/** The caller disposes the result. */
export const firstOrder = (alphas: Parameter, validation: Loss): Tensor =>
  tidy(() => required(valueAndGradients(validation, [alphas]).gradients[0] ?? null));

/**
 * The gradient at w' = w - rate (clipped gradient + decay w), less rate * coefficient * implicit term, with
 * implicit = [grad_alpha L_train(w + R v) - grad_alpha L_train(w - R v)] / 2R, v the clipped gradient of the
 * validation loss by w', and R = 0.01 / |v|. Leaves the weights as they were, bit for bit.
 * The caller disposes the result.
 */
export async function secondOrder(
  alphas: Parameter,
  weights: readonly Parameter[],
  losses: { readonly training: Loss; readonly validation: Loss },
  lookAhead: LookAhead,
): Promise<Tensor> {
  const { learningRate, weightDecay, gradientClip } = lookAhead;
  const own = await Promise.all(weights.map((weight) => weight.download()));
  const restore = (): void =>
    weights.forEach((weight, i) => {
      weight.write(own[i] ?? new Float32Array());
    });
  const ahead = valueAndGradients(losses.training, weights);
  const { coefficient } = await clip(ahead.gradients, gradientClip);
  move(weights, ahead.gradients, 1 - learningRate * weightDecay, -learningRate);
  disposeAll([ahead.value, ...ahead.gradients]);
  const there = valueAndGradients(losses.validation, [alphas, ...weights]);
  const [direct = null, ...direction] = there.gradients;
  restore();
  const { norm } = await clip(direction, gradientClip);
  const radius = stepLength / norm;
  const gradientAt = (shift: number): Tensor => {
    move(weights, direction, 1, shift);
    const gradient = firstOrder(alphas, losses.training);
    restore();
    return gradient;
  };
  const [plus, minus] = [gradientAt(radius), gradientAt(-radius)];
  const factor = (learningRate * coefficient) / (2 * radius);
  const gradient = tidy(() => sub(required(direct), mul(sub(plus, minus), factor)));
  disposeAll([there.value, direct, plus, minus, ...direction]);
  return gradient;
}

function move(weights: readonly Parameter[], along: Gradients, keep: number, take: number): void {
  weights.forEach((weight, i) => {
    const gradient = along[i];
    if (gradient) weight.blend(gradient, keep, take);
  });
}

interface Clipped {
  /** maxNorm / (norm + 1e-6) before clipping, not limited to 1. */
  readonly coefficient: number;
  /** After clipping. */
  readonly norm: number;
}

/** Scales all gradients, in place, to a norm of at most `maxNorm`. */
async function clip(gradients: Gradients, maxNorm: number): Promise<Clipped> {
  const before = await globalNorm(gradients);
  clipByGlobalNorm(gradients, maxNorm);
  const coefficient = maxNorm / (before + 1e-6);
  return { coefficient, norm: before * Math.min(1, coefficient) };
}

const disposeAll = (tensors: Gradients): void => dispose(tensors.filter((tensor) => tensor !== null));

function required(gradient: Tensor | null): Tensor {
  if (!gradient) throw new Error('Internal error: the loss does not depend on the architecture');
  return gradient;
}
