/**
 * The rank correlations of jobs' metrics and of reports, which must be one statistic.
 * Rank correlations with confidence intervals: Kendall's tau-b and Spearman's rho, both with ties, and the intervals of
 * Fieller, Hartley and Pearson (1957), who found the variance of Fisher's z of tau to be 0.437 / (n - 4) and that of rho
 * to be 1.06 / (n - 3). The same pairs give the same bits everywhere.
 */
import { tanh } from './exact-math.ts';

export interface Correlation {
  /** In [-1, 1]; null when it is not defined, which `problem` then explains. */
  readonly value: number | null;
  /** Confidence interval of 95 %; null when there is none. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Why there is no value or no interval; null when there are both. */
  readonly problem: CorrelationProblem | null;
}

export type CorrelationProblem =
  /** Fewer pairs than the value or its interval needs. */
  | { readonly reason: 'too-few-pairs'; readonly needed: number }
  /** All values of an axis are equal, so they have no ranks. */
  | { readonly reason: 'constant'; readonly axis: 'x' | 'y' }
  /** The value is -1 or 1, where Fisher's z is infinite. */
  | { readonly reason: 'perfect' };

/** Kendall's tau-b (Kendall 1945): concordant less discordant pairs over the geometric mean of those without a tie. */
export function kendall(x: readonly number[], y: readonly number[]): Correlation {
  const problem = undefinedBecause(x, y);
  if (problem !== null) return { value: null, interval: null, problem };
  let score = 0;
  let untiedX = 0;
  let untiedY = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const signX = compare(x[i], x[j]);
      const signY = compare(y[i], y[j]);
      score += signX * signY;
      untiedX += signX * signX;
      untiedY += signY * signY;
    }
  }
  return withInterval(score / Math.sqrt(untiedX * untiedY), x.length, { numerator: 0.437, lost: 4 });
}

/** Spearman's rho: Pearson's correlation of the ranks, equal values sharing the mean of theirs. */
export function spearman(x: readonly number[], y: readonly number[]): Correlation {
  const problem = undefinedBecause(x, y);
  if (problem !== null) return { value: null, interval: null, problem };
  const a = centredRanks(x);
  const b = centredRanks(y);
  const value = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  return withInterval(value, x.length, { numerator: 1.06, lost: 3 });
}

function undefinedBecause(x: readonly number[], y: readonly number[]): CorrelationProblem | null {
  if (x.length !== y.length) throw new TypeError(`Expected as many y as x, got ${y.length} and ${x.length}`);
  if (x.length < 2) return { reason: 'too-few-pairs', needed: 2 };
  if (isConstant(x)) return { reason: 'constant', axis: 'x' };
  return isConstant(y) ? { reason: 'constant', axis: 'y' } : null;
}

const isConstant = (values: readonly number[]): boolean => values.every((value) => value === values[0]);

const compare = (a = 0, b = 0): number => (a > b ? 1 : a < b ? -1 : 0);

/** Ranks of values, 1 for the lowest; equal values share the mean of theirs. */
export function midranks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const places = new Map<number, { readonly below: number; equal: number }>();
  sorted.forEach((value, below) => {
    const place = places.get(value);
    if (place) place.equal += 1;
    else places.set(value, { below, equal: 1 });
  });
  return values.map((value) => {
    const { below, equal } = places.get(value) ?? { below: Number.NaN, equal: Number.NaN };
    return below + (equal + 1) / 2;
  });
}

/** Twice the rank less its mean: integers, whose sums are exact. */
const centredRanks = (values: readonly number[]): number[] =>
  midranks(values).map((rank) => 2 * rank - values.length - 1);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, value, i) => total + value * (b[i] ?? 0), 0);

/** The 97.5 % quantile of the standard normal distribution. */
const normalQuantile = 1.959963984540054;

function withInterval(value: number, n: number, variance: { numerator: number; lost: number }): Correlation {
  const { numerator, lost } = variance;
  if (n <= lost) return { value, interval: null, problem: { reason: 'too-few-pairs', needed: lost + 1 } };
  if (Math.abs(value) === 1) return { value, interval: null, problem: { reason: 'perfect' } };
  // tanh(atanh(r) ± h), by the addition theorem, needs no logarithm.
  const t = tanh(normalQuantile * Math.sqrt(numerator / (n - lost)));
  return { value, interval: [(value - t) / (1 - value * t), (value + t) / (1 + value * t)], problem: null };
}
