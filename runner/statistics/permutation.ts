/**
 * Permutation tests of a difference of means (Fisher 1935, Pitman 1937): under no difference every sign of a pair, and
 * every division of two samples, is as likely as the one that was found. All of them are counted where they are few
 * enough, otherwise a seeded sample of them.
 */
import { ok } from '../../schemas/result.ts';
import { type Claim, tooFew } from './claim.ts';
import { RandomWords } from './random.ts';
import { sum } from './sum.ts';

export interface PermutationTest {
  /** Two-sided: twice the smaller tail, at most 1. */
  readonly p: number;
  /** Whether every arrangement was counted. */
  readonly isExact: boolean;
}

const mostCounted = 2 ** 20;
const sampled = 100_000;
/** A shuffle moves every value, so that of many values fewer divisions are drawn: of 1,000 a fifth. */
const mostMoved = 20_000_000;
const fewestSampled = 10_000;

/** Of paired differences: whether their signs are tosses of a coin. Exact up to 20 pairs. */
export function signFlipTest(differences: readonly number[], level = 0.05): Claim<PermutationTest> {
  const n = differences.length;
  const needed = fewestPairs(level);
  if (n < needed) return tooFew(n, needed);
  const observed = sum(differences);
  const tolerance = 1e-12 * sum(differences.map(Math.abs));
  const tails = new Tails(observed, tolerance);
  if (2 ** n <= mostCounted) {
    for (let signs = 0; signs < 2 ** n; signs++) {
      tails.count(sum(differences.map((value, i) => ((signs >> i) & 1 ? -value : value))));
    }
    return ok({ p: tails.p(0), isExact: true });
  }
  const random = new RandomWords(`sign flips of ${n}`);
  const words = new Uint32Array(n);
  for (let k = 0; k < sampled; k++) {
    random.fill(words);
    tails.count(sum(differences.map((value, i) => ((words[i] ?? 0) & 0x80000000 ? -value : value))));
  }
  return ok({ p: tails.p(1), isExact: false });
}

/** Of two samples: whether they could be one, divided by chance. Exact up to about a million divisions. */
export function divisionTest(
  a: readonly number[],
  b: readonly number[],
  level = 0.05,
): Claim<PermutationTest> {
  if (!canReject(a.length, b.length, level)) {
    return tooFew(Math.min(a.length, b.length), fewestPerSample(level));
  }
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  const all = [...few, ...many];
  const tails = new Tails(sum(few), 1e-12 * sum(all.map(Math.abs)));
  if (divisions(few.length, many.length) <= mostCounted) {
    countSubsets(all, few.length, (total) => tails.count(total));
    return ok({ p: tails.p(0), isExact: true });
  }
  const random = new RandomWords(`divisions of ${few.length} and ${many.length}`);
  const drawn = Math.min(sampled, Math.max(fewestSampled, Math.floor(mostMoved / all.length)));
  const shuffle = random.shuffler(all);
  for (let k = 0; k < drawn; k++) tails.count(sum(shuffle().subarray(0, few.length)));
  return ok({ p: tails.p(1), isExact: false });
}

/** The fewest pairs with which the smallest p-value, 2 / 2^n, is not above the level. */
export const fewestPairs = (level: number): number => Math.ceil(Math.log2(2 / level));

/** The fewest values in each of two samples of one size with which the test can reject. */
export function fewestPerSample(level: number): number {
  let n = 1;
  while (!canReject(n, n, level)) n++;
  return n;
}

const canReject = (n: number, m: number, level: number): boolean => n > 0 && 2 / divisions(n, m) <= level;

/** Binomial coefficient (n + m over n), as far as a double holds it. */
function divisions(n: number, m: number): number {
  let count = 1;
  for (let k = 1; k <= n; k++) count = (count * (m + k)) / k;
  return count;
}

/** Calls with the sum of every choice of `size` of the values. */
function countSubsets(values: readonly number[], size: number, each: (total: number) => void): void {
  const choose = (from: number, left: number, total: number): void => {
    if (left === 0) each(total);
    for (let i = from; left > 0 && i <= values.length - left; i++)
      choose(i + 1, left - 1, total + (values[i] ?? 0));
  };
  choose(0, size, 0);
}

class Tails {
  readonly #observed: number;
  readonly #tolerance: number;
  #above = 0;
  #below = 0;
  #all = 0;

  /** @param tolerance within which sums are equal, which rounding tells apart */
  constructor(observed: number, tolerance: number) {
    this.#observed = observed;
    this.#tolerance = tolerance;
  }

  count(total: number): void {
    this.#all++;
    if (total >= this.#observed - this.#tolerance) this.#above++;
    if (total <= this.#observed + this.#tolerance) this.#below++;
  }

  /** @param added 1 for a sample of the arrangements, of which the one that was found is another (Phipson and Smyth 2010) */
  p(added: 0 | 1): number {
    return Math.min(1, (2 * (Math.min(this.#above, this.#below) + added)) / (this.#all + added));
  }
}
