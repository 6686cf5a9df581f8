/** Whether the ranking of methods that one seed set gives is that of another: Kendall's tau-b, with an interval over seeds. */
import { kendall } from '../../schemas/rank-correlation.ts';
import { ok } from '../../schemas/result.ts';
import { fewestForBootstrap } from './bootstrap.ts';
import { type Claim, noSpread, tooFew } from './claim.ts';
import { quantile } from './quantile.ts';
import { RandomWords } from './random.ts';
import { mean } from './sum.ts';
import type { Interval } from './welch.ts';

export interface RankStability {
  readonly tau: number;
  /** Of 95 %, by resampling the seeds of every cell; or why there is none. */
  readonly interval: Claim<Interval>;
}

/** Fewer methods have at most two orders, so that agreement says nothing. */
const fewestMethods = 3;
const replicates = 2000;

/** @param one values of each method in a set. @param other the same methods, in that order, in another set. */
export function rankStability(
  one: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
): Claim<RankStability> {
  if (one.length < fewestMethods) return tooFew(one.length, fewestMethods);
  const smallest = Math.min(...[...one, ...other].map(({ length }) => length));
  if (smallest < 1) return tooFew(smallest, 1);
  const tau = kendall(one.map(mean), other.map(mean)).value;
  if (tau === null) return noSpread;
  return ok({
    tau,
    interval: smallest < fewestForBootstrap ? tooFew(smallest, fewestForBootstrap) : overSeeds(one, other),
  });
}

function overSeeds(
  one: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
): Claim<Interval> {
  const random = new RandomWords('rank stability');
  const resampled = (values: readonly number[]): number =>
    mean(values.map(() => values[random.below(values.length)] ?? 0));
  const taus: number[] = [];
  for (let i = 0; i < replicates; i++) {
    // A resample in which all methods are alike has no ranks and says that the order is open.
    taus.push(kendall(one.map(resampled), other.map(resampled)).value ?? 0);
  }
  taus.sort((a, b) => a - b);
  return ok({ low: quantile(taus, 0.025), high: quantile(taus, 0.975) });
}
