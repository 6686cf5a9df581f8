/** From a support and signs to the numbers: where both are right, the LASSO is a linear system. */

import type { Lasso } from './lasso.ts';
import { solveLinear } from './linear-system.ts';
import { type Columns, dot } from './measurement-matrix.ts';

/** The solution on a support is linear in lambda: x(lambda) = at - lambda * slope. */
export interface Line {
  readonly at: Float64Array;
  readonly slope: Float64Array;
}

/**
 * @param support and `signs`: of the solution
 * @returns undefined when the columns of the support depend on each other
 */
export function onSupport(
  columns: Columns,
  b: Float64Array,
  support: readonly number[],
  signs: readonly number[],
): Line | undefined {
  const chosen = support.map((j) => columns[j] as Float64Array);
  const gram = chosen.map((row) => Float64Array.from(chosen, (column) => dot(row, column)));
  const correlations = Float64Array.from(chosen, (column) => dot(column, b));
  const solved = solveLinear(gram, [correlations, Float64Array.from(signs)]);
  const [at, slope] = solved ?? [];
  return at && slope ? { at, slope } : undefined;
}

/** The exact solution if `x` has the right support and signs; `x` itself where its columns depend on each other. */
export function polish({ columns, b, lambda }: Lasso, x: Float64Array): Float64Array {
  const support = [...x.keys()].filter((j) => x[j] !== 0);
  const found = onSupport(
    columns,
    b,
    support,
    support.map((j) => Math.sign(x[j] ?? 0)),
  );
  if (!found) return x;
  const polished = new Float64Array(x.length);
  support.forEach((j, i) => {
    polished[j] = (found.at[i] ?? 0) - lambda * (found.slope[i] ?? 0);
  });
  return polished;
}
