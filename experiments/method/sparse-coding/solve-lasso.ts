/** The LASSO solved to rounding. */
import { descend } from './coordinate-descent.ts';
import { followPath } from './homotopy.ts';
import { kktGap, type Lasso } from './lasso.ts';
import { dot } from './measurement-matrix.ts';
import { polish } from './polish.ts';

/** [n] together with how much it violates the optimality conditions. */
export interface LassoSolution {
  readonly x: Float64Array;
  readonly kktGap: number;
}

/** A gap above this is more than rounding, and the slower method gets its turn. */
const tolerated = 1e-12;

/**
 * The solution, with a gap of a few roundings. The path of all solutions from lambda = infinity downwards is followed;
 * where it degenerates (columns that depend on each other, ties), coordinate descent does the work.
 */
export function solveLasso(problem: Lasso): LassoSolution {
  const direct = withGap(problem, followPath(problem));
  if (direct.kktGap <= tolerated * scaleOf(problem)) return direct;
  const slow = descend(problem, direct.x);
  const candidates = [direct, withGap(problem, slow), withGap(problem, polish(problem, slow))];
  return candidates.reduce((best, one) => (one.kktGap < best.kktGap ? one : best));
}

const withGap = (problem: Lasso, x: Float64Array): LassoSolution => ({ x, kktGap: kktGap(problem, x) });

/** Correlations are of the size of A^T b, and so are their rounding errors. */
const scaleOf = ({ columns, b }: Lasso): number =>
  columns.reduce((most, column) => Math.max(most, Math.abs(dot(column, b))), 1);
