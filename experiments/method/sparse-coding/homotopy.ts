/**
 * The LASSO by its path: as lambda falls from infinity, the solution is piecewise linear in it, and at each corner one
 * coordinate joins the support or leaves it. A handful of corners, each one small linear system.
 * Source: Osborne, Presnell, Turlach 2000; Efron et al., "Least angle regression", 2004, section 3.1.
 */
import type { Lasso } from './lasso.ts';
import { type Columns, dot, residual } from './measurement-matrix.ts';
import { type Line, onSupport } from './polish.ts';

interface Corner {
  /** lambda at the corner. */
  readonly lambda: number;
  readonly coordinate: number;
  /** The sign it joins with; 0 when it leaves. */
  readonly sign: number;
}

/** [n]. Not optimal where the path degenerates: check the gap. */
export function followPath(problem: Lasso): Float64Array {
  const { columns, b, lambda } = problem;
  const x = new Float64Array(columns.length);
  const active = new Map<number, number>();
  let corner = firstCorner(columns, b);
  for (let steps = 0; corner.lambda > lambda && steps < 20 * columns.length; steps += 1) {
    if (corner.sign === 0) active.delete(corner.coordinate);
    else active.set(corner.coordinate, corner.sign);
    const line = onSupport(columns, b, [...active.keys()], [...active.values()]);
    if (!line) return x;
    const next = nextCorner(problem, active, line, corner);
    const end = next?.lambda ?? lambda;
    x.set(
      spread(
        columns,
        active,
        line.at.map((at, i) => at - end * (line.slope[i] ?? 0)),
      ),
    );
    if (!next) return x;
    corner = next;
  }
  return x;
}

/** Above the largest correlation the solution is 0. */
function firstCorner(columns: Lasso['columns'], b: Float64Array): Corner {
  return columns.reduce<Corner>(
    (best, column, coordinate) => {
      const correlation = dot(column, b);
      const size = Math.abs(correlation);
      return size > best.lambda ? { lambda: size, coordinate, sign: Math.sign(correlation) } : best;
    },
    { lambda: 0, coordinate: 0, sign: 1 },
  );
}

/** The first corner below `last` and above the lambda that is asked for; undefined if there is none. */
function nextCorner(
  problem: Lasso,
  active: ReadonlyMap<number, number>,
  line: Line,
  last: Corner,
): Corner | undefined {
  const corners = [...leaving(active, line), ...joining(problem, active, line)];
  return corners.reduce<Corner | undefined>((best, one) => {
    // Corners may coincide, and rounding must not put one of them out of reach.
    const reached = one.lambda <= last.lambda * (1 + 1e-9);
    return reached && one.lambda > (best?.lambda ?? problem.lambda) ? one : best;
  }, undefined);
}

/** Coordinates of the support that move towards 0 as lambda falls. */
function leaving(active: ReadonlyMap<number, number>, { at, slope }: Line): Corner[] {
  return [...active].flatMap(([coordinate, sign], i) => {
    const [constant = 0, rate = 0] = [at[i], slope[i]];
    return sign * rate < 0 ? [{ lambda: constant / rate, coordinate, sign: 0 }] : [];
  });
}

/**
 * Coordinates outside of it whose correlation, constant - lambda * rate, falls more slowly than its bound, lambda. One
 * that runs along the bound never crosses it, and rounding must not make a corner of that.
 */
function joining({ columns, b }: Lasso, active: ReadonlyMap<number, number>, { at, slope }: Line): Corner[] {
  const left = residual(columns, spread(columns, active, at), b);
  const pull = residual(columns, spread(columns, active, slope), new Float64Array(b.length));
  return columns.flatMap((column, coordinate) => {
    if (active.has(coordinate)) return [];
    const [constant, rate] = [dot(column, left), dot(column, pull)];
    return [1, -1].flatMap((sign) =>
      1 + sign * rate > 1e-9 ? [{ lambda: (sign * constant) / (1 + sign * rate), coordinate, sign }] : [],
    );
  });
}

function spread(columns: Columns, active: ReadonlyMap<number, number>, values: Float64Array): Float64Array {
  const whole = new Float64Array(columns.length);
  [...active.keys()].forEach((j, i) => {
    whole[j] = values[i] ?? 0;
  });
  return whole;
}
