/** Cyclic coordinate descent for the LASSO: slow where columns are alike, but it never fails. */
import type { Lasso } from './lasso.ts';
import { dot, residual } from './measurement-matrix.ts';

const sweeps = 200_000;

/** Towards 0 by `by`, and 0 if that crosses it. */
export const shrink = (value: number, by: number): number =>
  value > by ? value - by : value < -by ? value + by : 0;

/** @param start [n], not changed */
export function descend({ columns, b, lambda }: Lasso, start: Float64Array): Float64Array {
  const x = Float64Array.from(start);
  const left = residual(columns, x, b);
  const squares = columns.map((column) => dot(column, column));
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    let moved = 0;
    for (const [j, column] of columns.entries()) {
      const square = squares[j] ?? 0;
      const before = x[j] ?? 0;
      const after = square > 0 ? shrink(dot(column, left) + square * before, lambda) / square : 0;
      if (after === before) continue;
      const by = after - before;
      x[j] = after;
      for (let i = 0; i < left.length; i += 1) left[i] = (left[i] ?? 0) - by * (column[i] ?? 0);
      moved = Math.max(moved, Math.abs(by) * square);
    }
    if (moved < 1e-16) break;
  }
  return x;
}
