/**
 * Random weights of operations whose distribution the architecture parameters give: the Gumbel softmax (Jang et al.
 * 2017; Maddison et al. 2017), soft as in SNAS (Xie et al. 2019, section 2.2) or straight through as in GDAS (Dong and
 * Yang 2019, section 3.2). GDAS normalises the parameters by a log-softmax first, which shifts all entries of a row
 * alike and so changes nothing.
 */

import { add, div, softmax, sub, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { log } from '../../schemas/exact-math.ts';
import type { Draws } from '../rng/draws.ts';

/** Standard Gumbel numbers. */
export const gumbelNoise = (draws: Draws, count: number): Float32Array =>
  Float32Array.from({ length: count }, () => gumbel(draws));

function gumbel(draws: Draws): number {
  // A uniform number of exactly 0 has no Gumbel number.
  for (;;) {
    const noise = gumbelOf(draws.uniform());
    if (Number.isFinite(noise)) return noise;
  }
}

/** The Gumbel number of a uniform one in (0, 1). */
export const gumbelOf = (uniform: number): number => -log(-log(uniform));

/** softmax((alphas + noise) / temperature) over the last axis; differentiable by the alphas. */
export const gumbelSoftmax = (alphas: Tensor, noise: Tensor, temperature: number): Tensor =>
  softmax(div(add(alphas, noise), temperature));

/** One draw for every row of the alphas: which column it is, and how gradients get past that choice. */
export interface StraightThrough {
  readonly choices: readonly number[];
  /** 1 for the chosen columns and 0 for others, up to rounding; its gradient is that of the soft weights. */
  weights(): Tensor;
  dispose(): void;
}

/**
 * @param alphas [rows, columns]
 * @param values the present values of the alphas
 * @param noise one Gumbel number for each of them
 */
export function straightThrough(
  alphas: Tensor,
  values: Float32Array,
  noise: Float32Array,
  temperature: number,
): StraightThrough {
  const [rows = 0, columns = 0] = alphas.shape;
  const choices = Array.from({ length: rows }, (_, row) => largest(values, noise, row * columns, columns));
  const hard = new Float32Array(rows * columns);
  choices.forEach((choice, row) => {
    hard[row * columns + choice] = 1;
  });
  const noiseTensor = tensor(noise, [rows, columns]);
  // Computed while no gradient is recorded, this is a constant.
  const complement = tidy(() =>
    sub(tensor(hard, [rows, columns]), gumbelSoftmax(alphas, noiseTensor, temperature)),
  );
  return {
    choices,
    weights: () => add(complement, gumbelSoftmax(alphas, noiseTensor, temperature)),
    dispose: () => {
      noiseTensor.dispose();
      complement.dispose();
    },
  };
}

/** Place in the row of the first largest sum; dividing by a temperature does not move it. */
function largest(values: Float32Array, noise: Float32Array, from: number, count: number): number {
  let best = 0;
  const sum = (i: number): number => (values[from + i] ?? 0) + (noise[from + i] ?? 0);
  for (let i = 1; i < count; i += 1) if (sum(i) > sum(best)) best = i;
  return best;
}
