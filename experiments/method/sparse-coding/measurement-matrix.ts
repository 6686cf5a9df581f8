/**
 * Dense matrices as lists of columns, which is what sparse coding asks for: a column is one candidate. Everything is
 * float64 and made of + - * / and square roots, so it gives the same bits everywhere.
 */
import type { Draws } from '../../rng/draws.ts';

/** n columns of m numbers each. */
export type Columns = readonly Float64Array[];

/** Entries uniform in [0, 1), drawn row by row (iboing/ISTA-NAS@226e49f: `numpy.random.rand(rows, columns)`). */
export function measurementMatrix(rows: number, columns: number, draws: Draws): Columns {
  return columnsOf(
    Float64Array.from({ length: rows * columns }, () => draws.uniform()),
    rows,
  );
}

/** @param values row-major, of `rows` rows */
export function columnsOf(values: ArrayLike<number>, rows: number): Columns {
  const count = values.length / rows;
  return Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => values[i * count + j] ?? NaN),
  );
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** b - A x. */
export function residual(columns: Columns, x: Float64Array, b: Float64Array): Float64Array {
  const left = Float64Array.from(b);
  columns.forEach((column, j) => {
    const factor = x[j] ?? 0;
    if (factor === 0) return;
    for (let i = 0; i < left.length; i += 1) left[i] = (left[i] ?? 0) - factor * (column[i] ?? 0);
  });
  return left;
}
