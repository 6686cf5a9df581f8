/** One line of a curve in two runs. */
import type { CurveLine } from '../../schemas/report-file.ts';
import { relativeTolerance, type Verdict } from './verdict.ts';

/** @param before the locked line; undefined when its numbers are not at hand, so that nothing can be promised. */
export function compareLines(before: CurveLine | undefined, now: CurveLine): Verdict {
  if (before === undefined || before.points.length !== now.points.length) return 'differs';
  const isClose = before.points.every((point, i) => {
    const other = now.points[i];
    return other !== undefined && areClose(point, other);
  });
  return isClose ? 'within tolerance' : 'differs';
}

/** The ends of a band are measured by its middle: the width of a narrow one is a difference of close numbers. */
function areClose(a: CurveLine['points'][number], b: CurveLine['points'][number]): boolean {
  const limit = relativeTolerance * Math.max(Math.abs(a.y), Math.abs(b.y));
  const within = (p: number | null, q: number | null): boolean =>
    p === null || q === null ? p === q : Math.abs(p - q) <= limit;
  const isSameX = Math.abs(a.x - b.x) <= relativeTolerance * Math.max(Math.abs(a.x), Math.abs(b.x));
  return isSameX && within(a.y, b.y) && within(a.low, b.low) && within(a.high, b.high);
}
