/**
 * The second derivative of the training loss by architecture and weights, times a direction in the space of weights,
 * as the difference of two gradients: [grad_alpha L(w + R v) - grad_alpha L(w - R v)] / 2R with R = 0.01 / |v|.
 * Source: Liu et al. 2019, section 2.3, equation 8, and quark0/darts@f276dd3. With ReLU the difference crosses kinks
 * and is far from the exact product; it is what the method uses.
 */
import { dispose, mul, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Gradients, globalNorm, type Parameter, valueAndGradients } from '../../engine/index.ts';
import { keepValues } from './keep-values.ts';
import type { BilevelParameters, Loss } from './losses.ts';

/** Length of the step to either side, in the norm over all weights. */
const stepLength = 0.01;

/**
 * Leaves the weights as they were, bit for bit. The caller disposes the result.
 *
 * @param direction v, one entry per weight parameter; null where it is zero
 * @returns one entry per architecture parameter; null where the loss does not depend on it
 */
export async function implicitTerm(
  { weights, architecture }: BilevelParameters,
  training: Loss,
  direction: Gradients,
): Promise<Gradients> {
  const norm = await globalNorm(direction);
  // Every step along no direction ends where it began.
  if (norm === 0) return architecture.map(() => null);
  const radius = stepLength / norm;
  const restore = await keepValues(weights);
  const gradientAt = (shift: number): Gradients => {
    move(weights, direction, shift);
    try {
      const { value, gradients } = valueAndGradients(training, architecture);
      value.dispose();
      return gradients;
    } finally {
      restore();
    }
  };
  const ahead = gradientAt(radius);
  const behind = gradientAt(-radius);
  const term = ahead.map((gradient, i) => difference(gradient, behind[i] ?? null, 1 / (2 * radius)));
  dispose([...ahead, ...behind].filter((gradient) => gradient !== null));
  return term;
}

function move(weights: readonly Parameter[], direction: Gradients, factor: number): void {
  weights.forEach((weight, i) => {
    const along = direction[i];
    if (along) weight.blend(along, 1, factor);
  });
}

const difference = (a: Tensor | null, b: Tensor | null, factor: number): Tensor | null =>
  a && b ? tidy(() => mul(sub(a, b), factor)) : null;
