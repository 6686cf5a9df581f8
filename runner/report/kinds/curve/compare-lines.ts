/** The lines of a curve in two runs. */
import type { Comparison, Verdicts } from '../../compare/comparison.ts';
import { relativeTolerance, type Verdict } from '../../compare/verdict.ts';
import type { CurveData, CurveDataLine } from './curve-data.ts';

export const compareCurves = (
  { y, rows }: CurveData,
  { before, areBitwise }: Pick<Comparison<CurveData>, 'before' | 'areBitwise'>,
): Verdicts => ({
  columns: [y.label],
  rows: rows.map((line) => {
    if (line.missing.length > 0) return { label: line.label, verdicts: ['missing'] };
    const isBitwise = areBitwise(line.runs.map(({ jobKey }) => jobKey));
    const other = before?.rows.find(({ label }) => label === line.label);
    return { label: line.label, verdicts: [isBitwise ? 'bitwise' : compareLines(other, line)] };
  }),
});

/** @param before the locked line; undefined when its numbers are not at hand, so that nothing can be promised. */
function compareLines(before: CurveDataLine | undefined, now: CurveDataLine): Verdict {
  if (before === undefined || before.points.length !== now.points.length) return 'differs';
  const isClose = before.points.every((point, i) => {
    const other = now.points[i];
    return other !== undefined && areClose(point, other);
  });
  return isClose ? 'within tolerance' : 'differs';
}

/** The ends of a band are measured by its middle: the width of a narrow one is a difference of close numbers. */
function areClose(a: CurveDataLine['points'][number], b: CurveDataLine['points'][number]): boolean {
  const limit = relativeTolerance * Math.max(Math.abs(a.y), Math.abs(b.y));
  const within = (p: number | null, q: number | null): boolean =>
    p === null || q === null ? p === q : Math.abs(p - q) <= limit;
  const isSameX = Math.abs(a.x - b.x) <= relativeTolerance * Math.max(Math.abs(a.x), Math.abs(b.x));
  return isSameX && within(a.y, b.y) && within(a.low, b.low) && within(a.high, b.high);
}
