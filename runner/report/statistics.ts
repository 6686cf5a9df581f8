/** Summary numbers of a sample. Sums run in the given order, so equal samples give equal bits. */

export interface Summary {
  readonly n: number;
  /** Null for an empty sample. */
  readonly mean: number | null;
  /** Sample standard deviation (n - 1 in the denominator); null when n < 2. */
  readonly std: number | null;
  /** The smallest or largest value, by the goal; null for an empty sample. */
  readonly best: number | null;
}

export function summarize(values: readonly number[], goal: 'minimize' | 'maximize'): Summary {
  const n = values.length;
  if (n === 0) return { n, mean: null, std: null, best: null };
  const mean = sum(values) / n;
  const best = goal === 'minimize' ? Math.min(...values) : Math.max(...values);
  if (n === 1) return { n, mean, std: null, best };
  // Two passes: the one-pass formula loses every digit when the spread is small against the mean.
  const squares = values.map((value) => (value - mean) * (value - mean));
  return { n, mean, std: Math.sqrt(sum(squares) / (n - 1)), best };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
