/**
 * The sign test: whether wins and losses could be tosses of a fair coin. The two-sided p-value is the probability of
 * an outcome at least as uneven, by the binomial distribution and not by an approximation of it; pairs that are equal
 * say nothing and are left out (Dixon and Mood 1946).
 */

/** Bits of a p-value that are kept; a smaller one than 2^-1000 is 0. Doubles hold powers of two up to 2^1023. */
const keptBits = 1000;

/** @returns null without wins and losses, when there is nothing to test. */
export function signTest(wins: number, losses: number): number | null {
  const n = wins + losses;
  if (n === 0) return null;
  // Integers as large as they need to be, so that the one rounding is the division at the end.
  let ways = 1n;
  let tail = 1n;
  for (let k = 1; k <= Math.min(wins, losses); k++) {
    ways = (ways * BigInt(n - k + 1)) / BigInt(k);
    tail += ways;
  }
  const excess = Math.max(0, n - keptBits);
  const p = Number((2n * tail) >> BigInt(excess)) / Number(1n << BigInt(n - excess));
  // Both tails share the middle when wins and losses are as many.
  return Math.min(1, p);
}
