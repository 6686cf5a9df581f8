/**
 * The gradient of the validation loss by the architecture, to first order (the weights are taken as optimal) or to
 * second order (the weights are taken to follow the architecture by one training step).
 * Source: Liu et al. 2019, section 2.3, equations 6 to 8, and quark0/darts@f276dd3.
 */
import { dispose, mul, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Gradients, type ValueAndGradients, valueAndGradients } from '../../engine/index.ts';
import { implicitTerm } from './implicit-term.ts';
import { keepValues } from './keep-values.ts';
import type { BilevelLosses, BilevelParameters, Loss } from './losses.ts';

/** The training step that second order looks ahead by: SGD without gradient clipping. */
export interface LookAhead {
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  /** One entry per weight parameter: its velocity at present, null before its first step. Not changed. */
  readonly velocities: Gradients;
}

/** The validation loss at the present weights, and its gradients, which the caller disposes. */
export const firstOrderGradient = (
  { architecture }: BilevelParameters,
  validation: Loss,
): ValueAndGradients => valueAndGradients(validation, architecture);

/**
 * The validation loss after the look-ahead, w' = w - rate (momentum velocity + gradient + decay w), and its gradients
 * there less rate times the implicit term at w. Leaves the weights as they were, bit for bit. The caller disposes.
 */
export async function secondOrderGradient(
  parameters: BilevelParameters,
  losses: BilevelLosses,
  lookAhead: LookAhead,
): Promise<ValueAndGradients> {
  const { value, direct, direction } = await gradientsAhead(parameters, losses, lookAhead);
  const implicit = await implicitTerm(parameters, losses.training, direction);
  const gradients = direct.map((gradient, i) => {
    const term = implicit[i];
    return gradient && term ? tidy(() => sub(gradient, mul(term, lookAhead.learningRate))) : gradient;
  });
  const kept = new Set(gradients);
  dispose(present([...direction, ...implicit, ...direct]).filter((tensor) => !kept.has(tensor)));
  return { value, gradients };
}

interface Ahead {
  readonly value: Tensor;
  /** By the architecture. */
  readonly direct: Gradients;
  /** By the weights. */
  readonly direction: Gradients;
}

/** The validation loss and its gradients at the weights one training step ahead. */
async function gradientsAhead(
  { weights, architecture }: BilevelParameters,
  { training, validation }: BilevelLosses,
  lookAhead: LookAhead,
): Promise<Ahead> {
  const restore = await keepValues(weights);
  try {
    tidy(() => {
      const { gradients } = valueAndGradients(training, weights);
      step(weights, gradients, lookAhead);
    });
    const { value, gradients } = valueAndGradients(validation, [...architecture, ...weights]);
    return {
      value,
      direct: gradients.slice(0, architecture.length),
      direction: gradients.slice(architecture.length),
    };
  } finally {
    restore();
  }
}

/** In place. A weight without a gradient stays, as in `Sgd`. */
function step(
  weights: BilevelParameters['weights'],
  gradients: Gradients,
  { learningRate, momentum, weightDecay, velocities }: LookAhead,
): void {
  weights.forEach((weight, i) => {
    const [gradient, velocity] = [gradients[i], velocities[i]];
    if (!gradient) return;
    weight.blend(gradient, 1 - learningRate * weightDecay, -learningRate);
    if (velocity) weight.blend(velocity, 1, -learningRate * momentum);
  });
}

const present = (gradients: Gradients): Tensor[] => gradients.filter((gradient) => gradient !== null);
