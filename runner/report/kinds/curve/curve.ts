/** Lines over trajectories, with their numbers computed and not yet drawn. */

import { quantile } from '../../../statistics/quantile.ts';
import { studentQuantile } from '../../../statistics/student-t.ts';
import { mean } from '../../../statistics/sum.ts';
import { summarize } from '../../../statistics/summary.ts';
import type { InputOf, JobSource, MissingValue, RowInput } from '../../report-input.ts';
import { bySeed, bySeedAlone } from '../../seed-order.ts';
import type { CurveReport } from './settings.ts';

export type CurveInput = InputOf<CurveReport, CurveCell>;

interface CurveCell {
  /** In any order. */
  readonly runs: readonly CurveRun[];
  /** Jobs without a line to draw. */
  readonly missing: readonly MissingValue[];
}

/** What one job's trajectory says, in file order. */
export interface CurveRun extends JobSource {
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

export interface Curve {
  readonly name: string;
  /** The settings that say what was drawn. */
  readonly settings: CurveReport;
  readonly lines: readonly CurveLine[];
  /** Some value was computed from a tree with uncommitted changes. */
  readonly dirty: boolean;
}

export interface CurveLine extends RowInput {
  /** By seed, then seed set, then job key: the order in which the statistics were computed. */
  readonly runs: readonly CurveRun[];
  readonly missing: readonly MissingValue[];
  /** By x, ascending, in the fields' own unit. Of steps, those that change something, and the last. */
  readonly points: readonly LinePoint[];
}

export interface LinePoint {
  readonly x: number;
  /** Mean or median of the runs. */
  readonly y: number;
  /** Ends of the band; null when n < 2. */
  readonly low: number | null;
  readonly high: number | null;
  /** Runs with a value at x. */
  readonly n: number;
}

export function computeCurve({ name, settings, rows }: CurveInput): Curve {
  const lines = rows.map((row) => computeLine(row, settings));
  return { name, settings, lines, dirty: lines.some(({ runs }) => runs.some(({ dirty }) => dirty)) };
}

function computeLine(row: RowInput & CurveCell, settings: CurveReport): CurveLine {
  const { label, method, seedSet } = row;
  const runs = row.runs.toSorted(bySeed);
  const series = runs.map(({ points }) =>
    bestSoFar(runningMean(ascending(points), settings.window), settings.bestSoFar),
  );
  const missing = row.missing.toSorted(bySeedAlone);
  const samples = settings.step ? heldSamples(series) : sharedSamples(series);
  const summaries = samples.map(({ x, values }) => summarizePoint(x, values, settings));
  const points = settings.step ? changes(summaries) : summaries;
  return { label, method, seedSet, runs, missing, points };
}

/** Without the points at which nothing changes: in a line of steps they say nothing. The last one shows its end. */
const changes = (points: readonly LinePoint[]): LinePoint[] =>
  points.filter(({ y, low, high }, i) => {
    const before = points[i - 1];
    const isSame = before !== undefined && before.y === y && before.low === low && before.high === high;
    return !isSame || i === points.length - 1;
  });

/** By x; of several points at one x the last one counts. */
function ascending(points: readonly CurvePoint[]): CurvePoint[] {
  const last = new Map(points.map(({ x, y }) => [x, y]));
  return [...last].map(([x, y]) => ({ x, y })).sort((a, b) => a.x - b.x);
}

/** The mean of each `window` points in a row, at the x of the last of them. */
function runningMean(points: readonly CurvePoint[], window = 1): readonly CurvePoint[] {
  if (window === 1) return points;
  return points.slice(window - 1).map(({ x }, i) => {
    const values = points.slice(i, i + window).map(({ y }) => y);
    return { x, y: mean(values) };
  });
}

function bestSoFar(points: readonly CurvePoint[], which: CurveReport['bestSoFar']): readonly CurvePoint[] {
  if (which === 'off') return points;
  const better = which === 'lowest' ? Math.min : Math.max;
  let best = which === 'lowest' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return points.map(({ x, y }) => {
    best = better(best, y);
    return { x, y: best };
  });
}

interface Sample {
  readonly x: number;
  /** In the order of the runs. */
  readonly values: readonly number[];
}

/** At each x of any run, the values of the runs that have a point there. */
function sharedSamples(series: readonly (readonly CurvePoint[])[]): Sample[] {
  const maps = series.map((points) => new Map(points.map(({ x, y }) => [x, y])));
  return unionOfX(series).map((x) => ({
    x,
    values: maps.map((values) => values.get(x)).filter((y) => y !== undefined),
  }));
}

/**
 * At each x of any run, the value that each run has reached by then. The first x is one that every run has reached:
 * where runs join one after the other, a line would move without any run having moved.
 */
function heldSamples(series: readonly (readonly CurvePoint[])[]): Sample[] {
  const next = series.map(() => 0);
  return unionOfX(series).flatMap((x) => {
    const values = series.map((points, i) => {
      let at = next[i] ?? 0;
      while ((points[at]?.x ?? Number.POSITIVE_INFINITY) <= x) at += 1;
      next[i] = at;
      return points[at - 1]?.y;
    });
    const reached = values.filter((y) => y !== undefined);
    return reached.length === series.length ? [{ x, values: reached }] : [];
  });
}

const unionOfX = (series: readonly (readonly CurvePoint[])[]): number[] =>
  [...new Set(series.flatMap((points) => points.map(({ x }) => x)))].sort((a, b) => a - b);

function summarizePoint(
  x: number,
  values: readonly number[],
  { aggregate, spread }: Pick<CurveReport, 'aggregate' | 'spread'>,
): LinePoint {
  const n = values.length;
  if (aggregate === 'median') {
    const sorted = values.toSorted((a, b) => a - b);
    const [low, y, high] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
    return n < 2 ? { x, y, low: null, high: null, n } : { x, y, low, high, n };
  }
  const { mean: y, std } = summarize(values, 'minimize');
  if (y === null) throw new Error(`Internal error: no run has a value at ${x}`);
  if (std === null) return { x, y, low: null, high: null, n };
  const half = halfWidths[spread](std, n);
  return { x, y, low: y - half, high: y + half, n };
}

/** How far a band reaches to each side of the mean of n values with this sample standard deviation. */
const halfWidths: Readonly<Record<CurveReport['spread'], (std: number, n: number) => number>> = {
  deviation: (std) => std,
  'standard-error': (std, n) => (std * Math.sqrt((n - 1) / n)) / Math.sqrt(n),
  interval: (std, n) => (studentQuantile(0.975, n - 1) * std) / Math.sqrt(n),
};
