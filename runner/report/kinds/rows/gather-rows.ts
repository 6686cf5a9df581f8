/** The lines of a file of every job of a stage. */
import { byCodeUnit } from '../../../../schemas/canonical.ts';
import type { JsonObject } from '../../../../schemas/json.ts';
import { fail, ok, type Result } from '../../../../schemas/result.ts';
import { jobsOf, type Row, reportRows } from '../../gather/rows.ts';
import { missingOf, parted, recordOf, sourceOf } from '../../gather/values.ts';
import type { MissingValue } from '../../report-input.ts';
import type { Named } from '../../report-kind.ts';
import type { ReportJob, ReportSource, SourceRecord } from '../../report-source.ts';
import { addedFields, type RowsInput, type RowsJob } from './rows-file.ts';
import type { NoRows, RowsProblem } from './rows-problem.ts';
import type { RowsReport } from './settings.ts';

export function gatherRows(
  { name, settings }: Named<RowsReport>,
  source: ReportSource,
): Result<RowsInput, RowsProblem> {
  const rows = reportRows('method', source);
  const several = { hasSeveralMethods: rows.length > 1 };
  const found = rows.map((row) => linesOfJobs(row, settings, addedFields(several), source));
  const [broken] = found.flatMap((row) => (row.broken === undefined ? [] : [row.broken]));
  if (broken !== undefined) return fail({ ...broken, path: `reports.${name}` });
  const jobs = found.flatMap((row) => row.jobs);
  const missing = found.flatMap((row) => row.missing);
  return ok({ name, settings, ...several, jobs, missing });
}

interface LinesOfRow {
  /** By seed set, in the order of the manifest, then by seed. */
  readonly jobs: readonly RowsJob[];
  readonly missing: readonly MissingValue[];
  /** The first job whose lines cannot be rows. */
  readonly broken: (NoRows & { readonly job: string }) | undefined;
}

/** @param added fields that the lines must not have. */
function linesOfJobs(
  row: Row,
  { stage, file }: RowsReport,
  added: readonly string[],
  source: ReportSource,
): LinesOfRow {
  let broken: LinesOfRow['broken'];
  const found = bySeedWithinSet(jobsOf(row, stage)).map((job): RowsJob | MissingValue => {
    const record = recordOf(job, source);
    if ('reason' in record) return record;
    const lines = source.linesOf(record, file);
    const problem = problemOfLines(record, file, lines ?? [], added);
    if (problem !== undefined) broken ??= { ...problem, job: job.label };
    if (lines === undefined) return missingOf(job, 'not-measured');
    return { ...sourceOf(job, record), variant: job.variant, lines };
  });
  const { values, missing } = parted(found);
  return { jobs: values, missing, broken };
}

function problemOfLines(
  { outputs }: SourceRecord,
  file: string,
  lines: readonly JsonObject[],
  added: readonly string[],
): NoRows | undefined {
  if (!Object.hasOwn(outputs, file)) {
    const files = Object.keys(outputs).filter((name) => name.endsWith('.jsonl'));
    return { reason: 'no-such-file', file, found: files.sort(byCodeUnit) };
  }
  const field = added.find((name) => lines.some((line) => Object.hasOwn(line, name)));
  return field === undefined ? undefined : { reason: 'field-taken', file, field };
}

/** Seed sets keep the order in which they come; jobs of one seed that of the graph. */
function bySeedWithinSet(jobs: readonly ReportJob[]): ReportJob[] {
  const sets = [...new Set(jobs.map(({ seedSet }) => seedSet))];
  return sets.flatMap((set) => jobs.filter(({ seedSet }) => seedSet === set).sort((a, b) => a.seed - b.seed));
}
