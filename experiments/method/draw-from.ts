import type { Draws } from '../rng/draws.ts';

/** An index with the chance that its probability gives. The probabilities sum to 1. */
export function drawFrom(probabilities: ArrayLike<number>, source: Draws): number {
  let rest = source.uniform();
  for (let i = 0; i < probabilities.length - 1; i += 1) {
    rest -= probabilities[i] as number;
    if (rest < 0) return i;
  }
  return probabilities.length - 1;
}
