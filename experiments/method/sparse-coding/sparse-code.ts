/**
 * From a sparse solution to the weights of a network: the strongest entries are kept, and what the others would have
 * contributed is folded into a bias, so that the weights are an affine function of b.
 * Source: Yang et al., "ISTA-NAS", NeurIPS 2020, section 3, and iboing/ISTA-NAS@226e49f.
 */
import { type Columns, dot, residual } from './measurement-matrix.ts';

/**
 * The `count` entries of largest size, the largest first and the lower index first among equals. Always that many: where
 * x has fewer entries other than 0, zeros are among them.
 */
export function strongest(x: Float64Array, count: number): readonly number[] {
  return [...x.keys()].sort((i, j) => Math.abs(x[j] ?? 0) - Math.abs(x[i] ?? 0) || i - j).slice(0, count);
}

/**
 * (E^T x_S) at the entries of S, with E = A^T A - I restricted to S: for j in S, A_j . (A_S x_S) - x_j. The weights of
 * the network are z_j = A_j . b - bias_j, and d z_j / d b = A_j, for x and the bias are constants.
 */
export function biasOn(columns: Columns, x: Float64Array, support: readonly number[]): Float64Array {
  const kept = new Float64Array(x.length);
  for (const j of support) kept[j] = x[j] ?? 0;
  const negative = residual(columns, kept, new Float64Array(columns[0]?.length ?? 0));
  return Float64Array.from(support, (j) => -dot(columns[j] as Float64Array, negative) - (x[j] ?? 0));
}

/** z at the entries of S: A_j . b - bias_j. */
export function networkWeights(
  columns: Columns,
  b: Float64Array,
  x: Float64Array,
  support: readonly number[],
): Float64Array {
  const bias = biasOn(columns, x, support);
  return Float64Array.from(support, (j, i) => dot(columns[j] as Float64Array, b) - (bias[i] ?? 0));
}
