/** What an experiment of this size can see, and which size would see a given difference: the power of the t test. */
import { bisect, noncentralCdf, studentQuantile } from './student-t.ts';

export interface Design {
  /** Two samples of n seeds each, or n seeds that both methods have. */
  readonly kind: 'unpaired' | 'paired';
  /** Standard deviation of a sample, or of the differences of pairs; above 0. */
  readonly std: number;
  readonly level?: number;
  readonly power?: number;
}

/** The probability that a true difference is found by a two-sided t test with `n` seeds. @param n at least 2 */
export function powerOf(difference: number, n: number, { kind, std, level = 0.05 }: Design): number {
  const df = kind === 'paired' ? n - 1 : 2 * n - 2;
  const delta = (difference / std) * Math.sqrt(kind === 'paired' ? n : n / 2);
  const critical = studentQuantile(1 - level / 2, df);
  return 1 - noncentralCdf(critical, df, delta) + noncentralCdf(-critical, df, delta);
}

/** The smallest true difference that `n` seeds find with the power of the design. */
export function detectableDifference(n: number, design: Design): number {
  const { power = 0.8, std } = design;
  let high = std;
  while (powerOf(high, n, design) < power) high *= 2;
  return bisect((difference) => powerOf(difference, n, design) < power, 0, high);
}

const mostSeeds = 1_000_000;

/** The fewest seeds that find this difference with the power of the design; null beyond a million. */
export function seedsNeeded(difference: number, design: Design): number | null {
  const { power = 0.8 } = design;
  let high = 2;
  while (powerOf(difference, high, design) < power) {
    high *= 2;
    if (high > mostSeeds) return null;
  }
  let low = 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (powerOf(difference, middle, design) < power) low = middle;
    else high = middle;
  }
  return high;
}
