/**
 * How far the mean of a sample lies from the median of another, as a search from what chance draws: with an interval from
 * resampling both (Efron 1979), percentiles of seeded replicates, so that equal samples give equal intervals.
 */
import { ok } from '../../schemas/result.ts';
import { fewestForBootstrap } from './bootstrap.ts';
import { type Claim, tooFew } from './claim.ts';
import { quantile, quantileOf } from './quantile.ts';
import { RandomWords } from './random.ts';
import { mean } from './sum.ts';
import type { Interval } from './welch.ts';

const medianOf = (values: readonly number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

/** The interval of `mean(sample) - median(reference)`, of 95 % unless another level is given. */
export function intervalFromMedian(
  sample: readonly number[],
  reference: readonly number[],
  { replicates = 20_000, level = 0.95 } = {},
): Claim<Interval> {
  const fewest = Math.min(sample.length, reference.length);
  if (fewest < fewestForBootstrap) return tooFew(fewest, fewestForBootstrap);
  const random = new RandomWords(`difference from a median, ${sample.length} and ${reference.length}`);
  const drawn = (values: readonly number[]): number[] =>
    values.map(() => values[random.below(values.length)] as number);
  const differences = Float64Array.from(
    { length: replicates },
    () => mean(drawn(sample)) - medianOf(drawn(reference)),
  );
  return ok({
    low: quantileOf(differences, (1 - level) / 2),
    high: quantileOf(differences, (1 + level) / 2),
  });
}
