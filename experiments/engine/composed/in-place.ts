/**
 * Updates on backends whose tensors cannot be written: the new values are computed as a tensor of their own, which
 * then trades its memory with the target. Clones of the target keep the old values.
 */
import {
  add,
  div,
  minimum,
  mul,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import type { AdamSettings, InPlace, SgdSettings } from '../in-place.ts';

const replace = (target: Tensor, compute: () => Tensor): void => {
  const fresh = tidy(compute);
  // tfjs counts references by this id, so trading ids leaves its books right.
  [target.dataId, fresh.dataId] = [fresh.dataId, target.dataId];
  fresh.dispose();
};

const decayed = (gradient: Tensor, weights: Tensor, weightDecay: number): Tensor =>
  weightDecay === 0 ? mul(gradient, 1) : add(gradient, mul(weights, weightDecay));

const sgd = (
  weights: Tensor,
  gradient: Tensor,
  velocity: Tensor | null,
  { learningRate, momentum, weightDecay, first }: SgdSettings,
): void => {
  const step = tidy(() => {
    const fresh = decayed(gradient, weights, weightDecay);
    return velocity === null || first ? fresh : add(mul(velocity, momentum), fresh);
  });
  replace(weights, () => sub(weights, mul(step, learningRate)));
  if (velocity !== null) replace(velocity, () => mul(step, 1));
  step.dispose();
};

const adam = (
  weights: Tensor,
  gradient: Tensor,
  firstMoment: Tensor,
  secondMoment: Tensor,
  { stepSize, beta1, beta2, weightDecay, rootScale, epsilon }: AdamSettings,
): void => {
  const step = tidy(() => decayed(gradient, weights, weightDecay));
  replace(firstMoment, () => add(mul(firstMoment, beta1), mul(step, 1 - beta1)));
  replace(secondMoment, () => add(mul(secondMoment, beta2), mul(square(step), 1 - beta2)));
  step.dispose();
  replace(weights, () => {
    const root = add(mul(sqrt(secondMoment), rootScale), epsilon);
    return sub(weights, div(mul(firstMoment, stepSize), root));
  });
};

/** The factor stays on the device, for reading it would mean waiting. */
const clip = (gradients: readonly Tensor[], maxNorm: number): void => {
  const [first] = gradients;
  if (first === undefined) return;
  const factor = tidy(() => {
    const squares = gradients.map((gradient) => sum(square(gradient)));
    const norm = sqrt(squares.reduce((all, each) => add(all, each)));
    return minimum(div(maxNorm, add(norm, 1e-6)), 1);
  });
  // Trading memory parts a gradient from its clones, so each is scaled by itself.
  for (const gradient of gradients) replace(gradient, () => mul(gradient, factor));
  factor.dispose();
};

export const composedInPlace: InPlace = {
  sgd,
  adam,
  clip,
  sumOfSquares: () => {
    throw new Error('Internal error: this engine cannot read a value at once');
  },
  blend: (target, source, keep, take) => replace(target, () => add(mul(target, keep), mul(source, take))),
  add: (target, source) => replace(target, () => add(target, source)),
  scale: (target, factor) => replace(target, () => mul(target, factor)),
  write: (target, values) => replace(target, () => tensor(values, target.shape)),
};
