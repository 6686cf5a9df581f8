/** The trajectories behind the lines of a curve. */
import { fail, ok, type Result } from '../../../../schemas/result.ts';
import { jobsOf, type Row, reportRows } from '../../gather/rows.ts';
import { missingOf, parted, recordOf, sourceOf } from '../../gather/values.ts';
import type { MissingValue } from '../../report-input.ts';
import type { Named } from '../../report-kind.ts';
import type { ReportSource } from '../../report-source.ts';
import type { CurveInput, CurveRun } from './curve.ts';
import type { CurveProblem } from './curve-problem.ts';
import { gradientLines, gradientPhase } from './gradient-lines.ts';
import type { CurveReport } from './settings.ts';
import { type NoPoints, trajectoryPoints } from './trajectory.ts';

export function gatherCurve(
  { name, settings }: Named<CurveReport>,
  source: ReportSource,
): Result<CurveInput, CurveProblem> {
  const rows = reportRows('method', source).map((row) => ({
    ...row.input,
    ...runsOf(row, settings, source),
  }));
  // Methods may differ in what they record, so only a setting that none of them answers is wrong.
  const [empty] = rows.flatMap((row) => [...row.empty]);
  if (empty !== undefined && rows.every(({ runs }) => runs.length === 0)) {
    const [job, problem] = empty;
    return fail({ ...problem, path: `reports.${name}`, job });
  }
  return ok({ name, settings, rows });
}

function runsOf(row: Row, settings: CurveReport, source: ReportSource) {
  /** Trajectories that give nothing to draw, by job label. */
  const empty = new Map<string, NoPoints>();
  const found = jobsOf(row, settings.stage).map((job): CurveRun | MissingValue => {
    const record = recordOf(job, source);
    if ('reason' in record) return record;
    const written = source.linesOf(record, 'trajectory.jsonl');
    if (written === undefined) return missingOf(job, 'not-measured');
    const lines =
      settings.phase === gradientPhase ? gradientLines(written, job.parameters?.['method']) : written;
    const points = trajectoryPoints(lines, settings);
    if (!('reason' in points)) return { ...sourceOf(job, record), points };
    empty.set(job.label, points);
    return missingOf(job, 'not-measured');
  });
  const { values, missing } = parted(found);
  return { runs: values, missing, empty };
}
