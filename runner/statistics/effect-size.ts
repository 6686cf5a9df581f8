/** How large a difference is, apart from how sure it is. */

import { exp } from '../../schemas/exact-math.ts';
import { ok } from '../../schemas/result.ts';
import { type Claim, noSpread, tooFew } from './claim.ts';
import { logGamma } from './gamma.ts';
import { bestFirst, type Goal } from './goal.ts';
import { mean, squaredDeviations } from './sum.ts';

/** Difference of the means in pooled standard deviations, without the bias of small samples (Hedges 1981). */
export function hedgesG(a: readonly number[], b: readonly number[]): Claim<number> {
  const smallest = Math.min(a.length, b.length);
  if (smallest < 2) return tooFew(smallest, 2);
  const df = a.length + b.length - 2;
  const pooled = Math.sqrt((squaredDeviations(a) + squaredDeviations(b)) / df);
  if (pooled === 0) return noSpread;
  const correction = exp(logGamma(df / 2) - logGamma((df - 1) / 2)) / Math.sqrt(df / 2);
  return ok(((mean(a) - mean(b)) / pooled) * correction);
}

/**
 * How often a value of `a` is better than one of `b`, ties counted as halves: the probability of improvement, A of Vargha
 * and Delaney (2000). Twice it less 1 is Cliff's delta.
 * @param a not empty. @param b not empty.
 */
export function probabilityOfImprovement(a: readonly number[], b: readonly number[], goal: Goal): number {
  const sign = -bestFirst(goal);
  let halves = 0;
  for (const x of a) for (const y of b) halves += 1 + Math.sign(sign * (x - y));
  return halves / (2 * a.length * b.length);
}
