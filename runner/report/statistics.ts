/** Summary numbers of a sample. Sums run in the given order, so equal samples give equal bits. */

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

export function summarize(values: readonly number[], goal: 'minimize' | 'maximize'): Summary {
  const n = values.length;
  if (n === 0) return { n, mean: null, std: null, best: null, worst: null, median: null };
  const mean = sum(values) / n;
  const sorted = values.toSorted((a, b) => a - b);
  const [lowest, highest] = [quantile(sorted, 0), quantile(sorted, 1)];
  const [best, worst] = goal === 'minimize' ? [lowest, highest] : [highest, lowest];
  const median = quantile(sorted, 0.5);
  if (n === 1) return { n, mean, std: null, best, worst, median };
  // Two passes: the one-pass formula loses every digit when the spread is small against the mean.
  const squares = values.map((value) => (value - mean) * (value - mean));
  return { n, mean, std: Math.sqrt(sum(squares) / (n - 1)), best, worst, median };
}

/**
 * The value below which this portion of the sample lies, interpolated between neighbours: type 7 of Hyndman and Fan
 * (1996), the default of R and NumPy.
 * @param sorted ascending, not empty. @param portion in [0, 1].
 */
export function quantile(sorted: readonly number[], portion: number): number {
  const position = portion * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  if (low === undefined || high === undefined) {
    throw new TypeError('Expected `sorted` to have at least one value, got none');
  }
  const part = position - below;
  return part === 0 ? low : low + part * (high - low);
}

/** The value itself. @throws TypeError naming the metric when it is not a finite number. */
export function finite(value: number, metric: string): number {
  if (Number.isFinite(value)) return value;
  throw new TypeError(`Expected \`${metric}\` to be a finite number, got \`${value}\``);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
