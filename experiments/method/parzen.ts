/**
 * The densities of TPE as hyperopt builds them (Bergstra et al., NIPS 2011, section 4; adaptive Parzen estimators):
 * one for each parameter, from its observations and a prior.
 */
import { log } from '../../schemas/exact-math.ts';
import type { Draws } from '../rng/draws.ts';
import { drawFrom } from './draw-from.ts';
import { normalDensity, normalDistribution } from './normal-distribution.ts';

/** Observations that keep their full weight; older ones count less. */
const remembered = 25;

/** Weights of n observations, the oldest first: a ramp from 1/n to 1, then 25 ones. */
export function forgettingWeights(n: number): readonly number[] {
  const old = Math.max(0, n - remembered);
  return Array.from({ length: n }, (_, i) => {
    if (i >= old) return 1;
    return old === 1 ? 1 / n : 1 / n + (i * (1 - 1 / n)) / (old - 1);
  });
}

/** Weighted counts and one pseudo-count for each choice. @param observations the oldest first */
export function categoricalDensity(observations: readonly number[], choices: number): Float64Array {
  const counts = new Float64Array(choices).fill(1);
  forgettingWeights(observations.length).forEach((weight, i) => {
    const choice = observations[i] as number;
    counts[choice] = (counts[choice] ?? Number.NaN) + weight;
  });
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => count / sum);
}

/** A mixture of normal distributions by rising mean, cut to [low, high]. */
export interface Mixture {
  readonly weights: readonly number[];
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  readonly low: number;
  readonly high: number;
}

/**
 * A normal around each observation, as wide as the larger gap to its neighbours, and the prior: around the middle of
 * [low, high], as wide as that.
 * @param observations the oldest first
 */
export function adaptiveParzen(observations: readonly number[], low: number, high: number): Mixture {
  const prior = { mean: (low + high) / 2, weight: 1, isPrior: true };
  const range = high - low;
  const ages = forgettingWeights(observations.length);
  const components = observations.map((mean, i) => ({ mean, weight: ages[i] as number, isPrior: false }));
  const sorted = [...components, prior].sort(
    (a, b) => a.mean - b.mean || Number(b.isPrior) - Number(a.isPrior),
  );
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const means = sorted.map(({ mean }) => mean);
  const least = range / Math.min(100, 2 + observations.length);
  return {
    weights: sorted.map(({ weight }) => weight / total),
    means,
    deviations: sorted.map(({ isPrior }, i) => {
      if (isPrior) return range;
      const width = observations.length === 1 ? range / 2 : gap(means, i);
      return Math.min(range, Math.max(least, width));
    }),
    low,
    high,
  };
}

/** The larger distance to the two neighbours; at an end to the only one. */
function gap(means: readonly number[], i: number): number {
  const mean = means[i] as number;
  return Math.max(mean - (means[i - 1] ?? mean), (means[i + 1] ?? mean) - mean);
}

/** A number in [low, high]. */
export function drawMixture({ weights, means, deviations, low, high }: Mixture, source: Draws): number {
  for (;;) {
    const i = drawFrom(weights, source);
    const value = (means[i] ?? Number.NaN) + (deviations[i] ?? Number.NaN) * source.normal();
    if (value >= low && value <= high) return value;
  }
}

/** Logarithm of the density of the cut mixture. */
export function logDensity(mixture: Mixture, at: number): number {
  const density = weighted(mixture, (mean, deviation) => normalDensity((at - mean) / deviation) / deviation);
  return log(density) - log(mass(mixture, mixture.low, mixture.high));
}

/** Logarithm of the chance of [from, to], which must overlap [low, high]. */
export function logMass(mixture: Mixture, from: number, to: number): number {
  const inside = mass(mixture, Math.max(from, mixture.low), Math.min(to, mixture.high));
  // Far from all means the difference of the distribution functions vanishes.
  return log(Math.max(inside, 1e-12)) - log(mass(mixture, mixture.low, mixture.high));
}

const mass = (mixture: Mixture, from: number, to: number): number =>
  weighted(
    mixture,
    (mean, deviation) =>
      normalDistribution((to - mean) / deviation) - normalDistribution((from - mean) / deviation),
  );

const weighted = (
  { weights, means, deviations }: Mixture,
  term: (mean: number, deviation: number) => number,
): number =>
  weights.reduce((sum, weight, i) => sum + weight * term(means[i] as number, deviations[i] as number), 0);
