/** The difference of two means where neither sizes nor variances need be equal (Welch 1947), and of one from zero. */

import { ok } from '../../schemas/result.ts';
import { type Claim, noSpread, tooFew } from './claim.ts';
import { studentQuantile, twoSidedP } from './student-t.ts';
import { mean, variance } from './sum.ts';

/** An estimate that is distributed as Student's t about the truth. */
export interface Estimate {
  readonly difference: number;
  readonly standardError: number;
  readonly df: number;
}

/** What a test needs of a sample, such as one of which a paper prints no more. */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** n - 1 in the denominator. */
  readonly variance: number;
}

/** Mean of `a` less mean of `b`. */
export function meanDifference(a: readonly number[], b: readonly number[]): Claim<Estimate> {
  const smallest = Math.min(a.length, b.length);
  return smallest < 2 ? tooFew(smallest, 2) : differenceOfMoments(momentsOf(a), momentsOf(b));
}

export const momentsOf = (values: readonly number[]): Moments => ({
  ...{ n: values.length, mean: mean(values), variance: variance(values) },
});

/** @param a of at least two values. @param b of at least two values. */
export function differenceOfMoments(a: Moments, b: Moments): Claim<Estimate> {
  const [partA, partB] = [a.variance / a.n, b.variance / b.n];
  const total = partA + partB;
  if (total === 0) return noSpread;
  const df = (total * total) / ((partA * partA) / (a.n - 1) + (partB * partB) / (b.n - 1));
  return ok({ difference: a.mean - b.mean, standardError: Math.sqrt(total), df });
}

/** Mean of the differences of pairs. */
export function pairedDifference(differences: readonly number[]): Claim<Estimate> {
  const n = differences.length;
  if (n < 2) return tooFew(n, 2);
  const spread = variance(differences);
  if (spread === 0) return noSpread;
  return ok({ difference: mean(differences), standardError: Math.sqrt(spread / n), df: n - 1 });
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** @param level such as 0.95 */
export function interval({ difference, standardError, df }: Estimate, level: number): Interval {
  const reach = studentQuantile((1 + level) / 2, df) * standardError;
  return { low: difference - reach, high: difference + reach };
}

/** Two-sided p-value of no difference. */
export const tTest = ({ difference, standardError, df }: Estimate): number =>
  twoSidedP(difference / standardError, df);
