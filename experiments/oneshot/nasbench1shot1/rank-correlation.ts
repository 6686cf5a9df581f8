/**
 * Rank correlations and their confidence intervals by Fisher's z, whose variance is about 1.06 / (n - 3) for Spearman's
 * and 0.437 / (n - 4) for Kendall's coefficient (Fieller, Hartley and Pearson, Biometrika 44, 1957). With ties, or far
 * from a normal distribution, the intervals are approximate.
 */
import { log, tanh } from '../../engine/math.ts';

export interface RankCorrelation {
  readonly coefficient: number;
  /** 95 % confidence; null for a coefficient of 1 or -1 and for too few pairs, where the method gives none. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly pairs: number;
}

/** The 0.975 quantile of the standard normal distribution. */
const quantile = 1.959963984540054;

/**
 * Spearman's rho; tied values share their mean rank. Null when one side does not vary.
 * @throws TypeError for lists of different lengths or values that are not numbers
 */
export function spearman(a: readonly number[], b: readonly number[]): RankCorrelation | null {
  expectPairs(a, b);
  const coefficient = pearson(ranks(a), ranks(b));
  return coefficient === undefined ? null : withInterval(coefficient, a.length, 1.06 / (a.length - 3));
}

/**
 * Kendall's tau-b, which allows for ties. Null when one side does not vary.
 * @throws TypeError for lists of different lengths or values that are not numbers
 */
export function kendall(a: readonly number[], b: readonly number[]): RankCorrelation | null {
  expectPairs(a, b);
  let [agreement, untiedA, untiedB] = [0, 0, 0];
  a.forEach((value, i) => {
    for (let j = 0; j < i; j += 1) {
      const [orderA, orderB] = [Math.sign(value - at(a, j)), Math.sign(at(b, i) - at(b, j))];
      agreement += orderA * orderB;
      untiedA += Math.abs(orderA);
      untiedB += Math.abs(orderB);
    }
  });
  if (untiedA === 0 || untiedB === 0) return null;
  const coefficient = bounded(agreement / Math.sqrt(untiedA * untiedB));
  return withInterval(coefficient, a.length, 0.437 / (a.length - 4));
}

/** @param variance of Fisher's z */
function withInterval(coefficient: number, pairs: number, variance: number): RankCorrelation {
  // With four pairs or fewer a variance is infinite or negative.
  if (pairs <= 4 || Math.abs(coefficient) === 1) return { coefficient, interval: null, pairs };
  const z = 0.5 * log((1 + coefficient) / (1 - coefficient));
  const reach = quantile * Math.sqrt(variance);
  return { coefficient, interval: [tanh(z - reach), tanh(z + reach)], pairs };
}

/** 1 for the smallest value; tied values share the mean of their ranks. */
export function ranks(values: readonly number[]): readonly number[] {
  const order = values.map((_, i) => i).sort((i, j) => at(values, i) - at(values, j));
  const found = new Array<number>(values.length).fill(0);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = at(values, at(order, from));
    while (to < order.length && at(values, at(order, to)) === value) to += 1;
    for (let k = from; k < to; k += 1) found[at(order, k)] = (from + 1 + to) / 2;
  }
  return found;
}

/** Undefined when one side does not vary. */
function pearson(a: readonly number[], b: readonly number[]): number | undefined {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [product, squaresA, squaresB] = [0, 0, 0];
  a.forEach((value, i) => {
    const [fromA, fromB] = [value - meanA, at(b, i) - meanB];
    product += fromA * fromB;
    squaresA += fromA * fromA;
    squaresB += fromB * fromB;
  });
  return squaresA > 0 && squaresB > 0 ? bounded(product / Math.sqrt(squaresA * squaresB)) : undefined;
}

/** Rounding may step over the ends. */
const bounded = (coefficient: number): number => Math.max(-1, Math.min(1, coefficient));

function expectPairs(a: readonly number[], b: readonly number[]): void {
  if (a.length !== b.length) {
    throw new TypeError(`Expected as many values on both sides, got ${a.length} and ${b.length}`);
  }
  if ([...a, ...b].some(Number.isNaN)) throw new TypeError('Expected values that can be ordered, got NaN');
}

const at = (values: readonly number[], i: number): number => values[i] as number;
