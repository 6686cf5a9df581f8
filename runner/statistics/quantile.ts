/** Order statistics of a sample: quantiles, and the mean of its middle half. */
import { mean } from './sum.ts';

/**
 * The value below which this portion of the sample lies, interpolated between neighbours: type 7 of Hyndman and Fan
 * (1996), the default of R and NumPy.
 * @param sorted ascending, not empty. @param portion in [0, 1].
 */
export function quantile(sorted: ArrayLike<number>, portion: number): number {
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

/**
 * The same of values in any order, which it rearranges: where there are many, putting two of them in their places is
 * faster than sorting all.
 * @param values not empty
 */
export function quantileOf(values: Float64Array, portion: number): number {
  const below = Math.floor(portion * (values.length - 1));
  putInPlace(values, below, 0);
  // All from here on are at least as large, so that the next one is the least of them.
  if (below + 1 < values.length) putInPlace(values, below + 1, below + 1);
  return quantile(values, portion);
}

/** Rearranges so that the value at `place` is the one that sorting would bring there (Hoare 1961). @param low first that may move */
function putInPlace(values: Float64Array, place: number, low: number): void {
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1] as number;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] as number) < pivot) left++;
      while ((values[right] as number) > pivot) right--;
      if (left > right) break;
      const value = values[left] as number;
      values[left++] = values[right] as number;
      values[right--] = value;
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else return;
  }
}

/**
 * The mean of what is left when a quarter of the values, rounded down, is cut off at each end: less noisy than the median
 * and less swayed by one bad seed than the mean (Agarwal et al. 2021).
 * @param values not empty, in any order
 */
export function interquartileMean(values: readonly number[]): number {
  const cut = Math.floor(values.length / 4);
  const sorted = values.toSorted((a, b) => a - b);
  return mean(sorted.slice(cut, sorted.length - cut));
}
