/**
 * Intervals by resampling (Efron 1979), stratified: each stratum, such as a seed set, is resampled within itself, so that
 * its size never varies (Agarwal et al. 2021). Percentiles of the replicates; the seed is a name, so that equal samples
 * give equal intervals.
 */
import { ok } from '../../schemas/result.ts';
import { type Claim, tooFew } from './claim.ts';
import { quantileOf } from './quantile.ts';
import { RandomWords } from './random.ts';
import type { Interval } from './welch.ts';

export interface BootstrapOptions {
  readonly statistic?: 'mean' | 'interquartile-mean' | 'median';
  readonly replicates?: number;
  readonly level?: number;
  readonly seed?: string;
}

/** Below this many values in a stratum, its resamples are so few that percentiles of them cover far less than promised. */
export const fewestForBootstrap = 5;

/** @param strata each with its values, in any order */
export function bootstrapInterval(
  strata: readonly (readonly number[])[],
  { statistic = 'mean', replicates = 50_000, level = 0.95, seed = 'bootstrap' }: BootstrapOptions = {},
): Claim<Interval> {
  const smallest = Math.min(...strata.map(({ length }) => length));
  if (strata.length === 0 || smallest < fewestForBootstrap) {
    return tooFew(strata.length === 0 ? 0 : smallest, fewestForBootstrap);
  }
  const values = new Float64Array(replicates);
  const sample = ranked(strata);
  const random = new RandomWords(seed);
  if (statistic === 'mean') fillMeans(sample, random, values);
  else fillFromCounts(sample, random, values, placesOf(statistic, sample.sorted.length));
  return ok({ low: quantileOf(values, (1 - level) / 2), high: quantileOf(values, (1 + level) / 2) });
}

interface Ranked {
  /** All values, ascending. */
  readonly sorted: Float64Array;
  /** For each stratum, where its values stand among all. */
  readonly ranks: readonly Uint32Array[];
}

function ranked(strata: readonly (readonly number[])[]): Ranked {
  const all = strata.flatMap((values, stratum) => values.map((value) => ({ value, stratum })));
  all.sort((a, b) => a.value - b.value);
  return {
    sorted: Float64Array.from(all, ({ value }) => value),
    ranks: strata.map((_, stratum) =>
      Uint32Array.from(all.flatMap((item, rank) => (item.stratum === stratum ? [rank] : []))),
    ),
  };
}

/** Resamples whose words are drawn at once: to begin filling costs as much as the few words of one of them. */
const batch = 256;

/**
 * Draws of the places of resample after resample, stratum after stratum. Half a word is one draw, and uneven by less than
 * a thousandth for the strata that one has; longer ones take a whole word.
 */
class Draws {
  /** Evenly distributed integers below `limit`. */
  readonly values: Uint32Array | Uint16Array;
  readonly limit: number;
  readonly #random: RandomWords;
  readonly #words: Uint32Array;
  #used = batch;

  /** @param count draws of a resample */
  constructor(random: RandomWords, ranks: readonly Uint32Array[], count: number) {
    const isLong = ranks.some(({ length }) => length > 64);
    this.#random = random;
    this.#words = new Uint32Array(batch * (isLong ? count : Math.ceil(count / 2)));
    this.values = isLong ? this.#words : new Uint16Array(this.#words.buffer);
    this.limit = isLong ? 2 ** 32 : 2 ** 16;
  }

  /** Where the draws of the next resample begin among the values, until the next call. */
  next(): number {
    if (this.#used === batch) {
      this.#random.fill(this.#words);
      this.#used = 0;
    }
    return (this.values.length / batch) * this.#used++;
  }
}

function fillMeans({ sorted, ranks }: Ranked, random: RandomWords, out: Float64Array): void {
  const draws = new Draws(random, ranks, sorted.length);
  const drawn = draws.values;
  const strata = ranks.map((own) => Float64Array.from(own, (rank) => sorted[rank] ?? 0));
  for (let r = 0; r < out.length; r++) {
    let total = 0;
    let at = draws.next();
    for (const own of strata) {
      const factor = own.length / draws.limit;
      for (let i = 0; i < own.length; i++) total += own[((drawn[at++] as number) * factor) | 0] as number;
    }
    out[r] = total / sorted.length;
  }
}

/** From how often each value was drawn: what an order statistic needs, without sorting each resample. */
function fillFromCounts(
  { sorted, ranks }: Ranked,
  random: RandomWords,
  out: Float64Array,
  [from, to]: readonly [number, number],
): void {
  const draws = new Draws(random, ranks, sorted.length);
  const drawn = draws.values;
  const counts = new Int32Array(sorted.length);
  for (let r = 0; r < out.length; r++) {
    counts.fill(0);
    let at = draws.next();
    for (const own of ranks) {
      const factor = own.length / draws.limit;
      for (let i = 0; i < own.length; i++) {
        const rank = own[((drawn[at++] as number) * factor) | 0] as number;
        counts[rank] = (counts[rank] as number) + 1;
      }
    }
    out[r] = middleMean(sorted, counts, from, to);
  }
}

/** The mean of the places [from, to) of the sorted resample. */
function middleMean(sorted: Float64Array, counts: Int32Array, from: number, to: number): number {
  let rank = 0;
  let end = counts[0] as number;
  while (end <= from) end += counts[++rank] as number;
  if (end >= to) return ((to - from) * (sorted[rank] as number)) / (to - from);
  let total = (end - from) * (sorted[rank] as number);
  for (;;) {
    const count = counts[++rank] as number;
    if (end + count >= to) return (total + (to - end) * (sorted[rank] as number)) / (to - from);
    total += count * (sorted[rank] as number);
    end += count;
  }
}

/** Places of the sorted sample whose mean the statistic is. */
function placesOf(statistic: 'interquartile-mean' | 'median', n: number): [number, number] {
  if (statistic === 'median') return [Math.floor((n - 1) / 2), Math.floor(n / 2) + 1];
  const cut = Math.floor(n / 4);
  return [cut, n - cut];
}
