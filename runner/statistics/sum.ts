/** Sums of a sample, in the given order, so that equal samples give equal bits. */

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** @param values not empty */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new TypeError('Expected `values` to have at least one value, got none');
  return sum(values) / values.length;
}

/** Sum of squared deviations from the mean, in two passes: one pass loses digits when the spread is small. */
export function squaredDeviations(values: readonly number[]): number {
  const centre = mean(values);
  return sum(values.map((value) => (value - centre) * (value - centre)));
}

/** Sample variance, n - 1 in the denominator. @param values at least two */
export const variance = (values: readonly number[]): number =>
  squaredDeviations(values) / (values.length - 1);
