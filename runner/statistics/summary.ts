/** Summary numbers of a sample. Sums run in the given order, so equal samples give equal bits. */
import type { Goal } from './goal.ts';
import { quantile } from './quantile.ts';
import { sum, variance } from './sum.ts';

export interface Summary {
  readonly n: number;
  /** Null for an empty sample. */
  readonly mean: number | null;
  /** Sample standard deviation (n - 1 in the denominator); null when n < 2. */
  readonly std: number | null;
  /** The smallest or largest value, by the goal; null for an empty sample. */
  readonly best: number | null;
  /** The other extreme; null for an empty sample. */
  readonly worst: number | null;
  /** Null for an empty sample. */
  readonly median: number | null;
}

export function summarize(values: readonly number[], goal: Goal): Summary {
  const n = values.length;
  if (n === 0) return { n, mean: null, std: null, best: null, worst: null, median: null };
  const mean = sum(values) / n;
  const sorted = values.toSorted((a, b) => a - b);
  const [lowest, highest] = [quantile(sorted, 0), quantile(sorted, 1)];
  const [best, worst] = goal === 'minimize' ? [lowest, highest] : [highest, lowest];
  const median = quantile(sorted, 0.5);
  if (n === 1) return { n, mean, std: null, best, worst, median };
  return { n, mean, std: Math.sqrt(variance(values)), best, worst, median };
}

/** The value itself. @throws TypeError naming the metric when it is not a finite number. */
export function finite(value: number, metric: string): number {
  if (Number.isFinite(value)) return value;
  throw new TypeError(`Expected \`${metric}\` to be a finite number, got \`${value}\``);
}
