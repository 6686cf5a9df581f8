/**
 * The LASSO: argmin over x of 0.5 ||A x - b||^2 + lambda ||x||_1. What it is, and how far a
 * vector is from solving it.
 * Source: Tibshirani 1996; as the recovery of ISTA-NAS (Yang et al. 2020), which leaves it to a convex solver.
 */
import { type Columns, dot, residual } from './measurement-matrix.ts';

export interface Lasso {
  /** A, m by n. */
  readonly columns: Columns;
  /** [m]. */
  readonly b: Float64Array;
  /** At least 0. */
  readonly lambda: number;
}

export function objective({ columns, b, lambda }: Lasso, x: Float64Array): number {
  const left = residual(columns, x, b);
  return 0.5 * dot(left, left) + lambda * x.reduce((sum, value) => sum + Math.abs(value), 0);
}

/**
 * The largest violation of the conditions of Karush, Kuhn and Tucker: with g = A^T (b - A x), g_j must be
 * lambda sign(x_j) where x_j is not 0, and at most lambda in size elsewhere. 0 for the exact solution.
 */
export function kktGap({ columns, b, lambda }: Lasso, x: Float64Array): number {
  const left = residual(columns, x, b);
  return columns.reduce((gap, column, j) => {
    const correlation = dot(column, left);
    const value = x[j] ?? 0;
    const violation =
      value === 0 ? Math.abs(correlation) - lambda : Math.abs(correlation - lambda * Math.sign(value));
    return Math.max(gap, violation);
  }, 0);
}
