/**
 * The density model of BOHB: a product of kernels around each point, as statsmodels' multivariate estimator for
 * continuous ("c") and unordered ("u") variables, with normal-reference bandwidths.
 * Sources: Falkner, Klein, Hutter, ICML 2018, section 3.2; HpBandSter; Aitchison and Aitken 1976 for "u".
 */
import { power } from '../../schemas/exact-math.ts';
import { normalDensity } from './normal-distribution.ts';

export type VariableType = 'c' | 'u';

export type Point = readonly number[];

export interface KernelDensity {
  readonly points: readonly Point[];
  readonly bandwidths: readonly number[];
  /** Infinite at a category that is not in a column with only one. */
  density(at: Point): number;
}

/** 1.06 * sigma * n^(-1/(4+d)) for each column, sigma being the population's, and for categories that of their numbers. */
export function normalReference(points: readonly Point[]): readonly number[] {
  const dimensions = points[0]?.length ?? 0;
  const factor = 1.06 * power(points.length, -1 / (4 + dimensions));
  return Array.from({ length: dimensions }, (_, j) => factor * deviation(points.map((row) => row[j] ?? 0)));
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length);
}

/** @param minBandwidth lower bound of every bandwidth */
export function kernelDensity(
  points: readonly Point[],
  types: readonly VariableType[],
  minBandwidth: number,
): KernelDensity {
  const bandwidths = normalReference(points).map((bandwidth) => Math.max(bandwidth, minBandwidth));
  const levels = types.map((_, j) => new Set(points.map((row) => row[j])).size);
  const kernel = (j: number, x: number, centre: number): number => {
    const bandwidth = bandwidths[j] as number;
    if (types[j] === 'c') return normalDensity((centre - x) / bandwidth) / bandwidth;
    return x === centre ? 1 - bandwidth : bandwidth / ((levels[j] ?? Number.NaN) - 1);
  };
  const density = (at: Point): number =>
    points.reduce(
      (sum, row) => sum + row.reduce((all, centre, j) => all * kernel(j, at[j] ?? 0, centre), 1),
      0,
    ) / points.length;
  return { points, bandwidths, density };
}
