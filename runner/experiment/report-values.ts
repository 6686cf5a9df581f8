/** From the results of a graph to what its reports are computed from: which jobs stand behind which number. */
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { readMetric } from '../../schemas/metrics.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { ReportMetric, ReportRows, RowsReport } from '../../schemas/reports.ts';
import { type JobResult, recordOfResult } from '../exec/run-state.ts';
import type { GraphJob, JobGraph } from '../graph/job-graph.ts';
import { parseJsonLines } from '../report/json-lines.ts';
import type {
  CurveCell,
  CurveRun,
  JobSource,
  MissingValue,
  PairsCell,
  ReportCellInput,
  RowInput,
  RowsJob,
  SeedPair,
  SeedValue,
} from '../report/report-input.ts';
import type { NoRows } from '../report/report-problem.ts';
import { type NoPoints, type TrajectorySettings, trajectoryPoints } from '../report/trajectory.ts';
import type { Store } from '../store/store.ts';
import { readMetrics } from './locked-profile.ts';

/** The results of a run, and where their content lies. */
export interface Results {
  readonly store: Store;
  /** By job label; absent when the job has not run. */
  readonly of: ReadonlyMap<string, JobResult>;
}

export interface Row {
  readonly input: RowInput;
  readonly jobs: readonly GraphJob[];
}

/** In graph order; `method` pools the seed sets of a variant. */
export function reportRows(rowsAre: ReportRows, graph: JobGraph): Row[] {
  const grouped = new Map<string, Row & { jobs: GraphJob[] }>();
  for (const job of graph.jobs) {
    const seedSet = rowsAre === 'method' ? null : job.seedSet;
    const id = `${job.variant}\0${seedSet ?? ''}`;
    const row = grouped.get(id);
    const input = { label: job.variant, method: job.method, seedSet };
    if (row === undefined) grouped.set(id, { input, jobs: [job] });
    else row.jobs.push(job);
  }
  return [...grouped.values()];
}

export function tableCell(row: Row, column: ReportMetric, results: Results): ReportCellInput {
  return parted(jobsOf(row, column.stage).map((job) => seedValue(job, column, results)));
}

/** Pairs the values of one seed: those of one job where both metrics are of one stage. */
export function pairsCell(row: Row, x: ReportMetric, y: ReportMetric, results: Results): PairsCell {
  if (x.stage !== y.stage) return pairsOf(jobsOf(row, x.stage), jobsOf(row, y.stage), x, y, results);
  const jobs = jobsOf(row, x.stage);
  return cellOf(
    jobs.map((job) => [job, job]),
    x,
    y,
    results,
  );
}

/** Pairs the values that the jobs of two rows of one stage have for one seed of one seed set. */
export const comparedCell = (row: Row, baseline: Row, measured: ReportMetric, results: Results): PairsCell =>
  pairsOf(jobsOf(row, measured.stage), jobsOf(baseline, measured.stage), measured, measured, results);

function pairsOf(
  jobsX: readonly GraphJob[],
  jobsY: readonly GraphJob[],
  x: ReportMetric,
  y: ReportMetric,
  results: Results,
): PairsCell {
  const bySeed = new Map(jobsY.map((job) => [`${job.seedSet}\0${job.seed}`, job]));
  const jobs = jobsX.flatMap((job) => {
    const other = bySeed.get(`${job.seedSet}\0${job.seed}`);
    return other === undefined ? [] : [[job, other] as const];
  });
  return cellOf(jobs, x, y, results);
}

function cellOf(
  jobs: readonly (readonly [GraphJob, GraphJob])[],
  x: ReportMetric,
  y: ReportMetric,
  results: Results,
): PairsCell {
  const pairs: SeedPair[] = [];
  const missing: MissingValue[] = [];
  for (const [jobX, jobY] of jobs) {
    const [valueX, valueY] = [seedValue(jobX, x, results), seedValue(jobY, y, results)];
    if (!('value' in valueX)) missing.push(valueX);
    else if (!('value' in valueY)) missing.push(valueY);
    else pairs.push({ x: valueX, y: valueY });
  }
  return { pairs, missing };
}

export interface CurveValues extends CurveCell {
  /** Trajectories that give nothing to draw, by job label. */
  readonly empty: ReadonlyMap<string, NoPoints>;
}

export function curveCell(
  row: Row,
  settings: TrajectorySettings & { readonly stage: string },
  results: Results,
): CurveValues {
  const empty = new Map<string, NoPoints>();
  const runs = jobsOf(row, settings.stage).map((job): CurveRun | MissingValue => {
    const record = recordOf(job, results);
    if ('reason' in record) return record;
    const lines = readLines(record, 'trajectory.jsonl', results.store);
    if (lines === undefined) return missingOf(job, 'not-measured');
    const points = trajectoryPoints(lines, settings);
    if (!('reason' in points)) return { ...sourceOf(job, record), points };
    empty.set(job.label, points);
    return missingOf(job, 'not-measured');
  });
  const { values, missing } = parted(runs);
  return { runs: values, missing, empty };
}

export interface RowsValues {
  /** By seed set, in the order of the manifest, then by seed. */
  readonly jobs: readonly RowsJob[];
  readonly missing: readonly MissingValue[];
  /** The first job whose lines cannot be rows. */
  readonly broken: (NoRows & { readonly job: string }) | undefined;
}

/** @param added fields that the lines must not have. */
export function rowsOfJobs(
  row: Row,
  { stage, file }: Pick<RowsReport, 'stage' | 'file'>,
  added: readonly string[],
  results: Results,
): RowsValues {
  let broken: RowsValues['broken'];
  const { label, method } = row.input;
  const found = bySeedWithinSet(jobsOf(row, stage)).map((job): RowsJob | MissingValue => {
    const record = recordOf(job, results);
    if ('reason' in record) return record;
    const lines = readLines(record, file, results.store);
    const problem = problemOfRows(record, file, lines ?? [], added);
    if (problem !== undefined) broken ??= { ...problem, job: job.label };
    if (lines === undefined) return missingOf(job, 'not-measured');
    return { ...sourceOf(job, record), label, method, lines };
  });
  const { values, missing } = parted(found);
  return { jobs: values, missing, broken };
}

function problemOfRows(
  { outputs }: JobRecord,
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
function bySeedWithinSet(jobs: readonly GraphJob[]): GraphJob[] {
  const sets = [...new Set(jobs.map(({ seedSet }) => seedSet))];
  return sets.flatMap((set) => jobs.filter(({ seedSet }) => seedSet === set).sort((a, b) => a.seed - b.seed));
}

/** Undefined where the job left no such file, or the store cannot give it. */
function readLines(record: JobRecord, file: string, store: Store): JsonObject[] | undefined {
  const output = Object.hasOwn(record.outputs, file) ? record.outputs[file] : undefined;
  if (output === undefined) return undefined;
  const object = store.readObject(output.digest);
  return object.ok ? parseJsonLines(new TextDecoder().decode(object.value)) : undefined;
}

const jobsOf = ({ jobs }: Row, stage: string): GraphJob[] =>
  jobs.filter((job) => job.stage === stage && job.kind !== 'select');

function seedValue(job: GraphJob, { metric }: ReportMetric, results: Results): SeedValue | MissingValue {
  const record = recordOf(job, results);
  if ('reason' in record) return record;
  const metrics = readMetrics(record, results.store);
  const value = metrics === undefined ? undefined : readMetric(metrics, metric);
  return value === undefined ? missingOf(job, 'not-measured') : { ...sourceOf(job, record), value };
}

function recordOf(job: GraphJob, results: Results): JobRecord | MissingValue {
  const result = results.of.get(job.label);
  if (result === undefined) return missingOf(job, 'not-run');
  return recordOfResult(result) ?? missingOf(job, 'failed');
}

const missingOf = ({ seed, seedSet }: GraphJob, reason: MissingValue['reason']): MissingValue => ({
  seed,
  seedSet,
  reason,
});

const sourceOf = (
  { seed, seedSet }: GraphJob,
  { key, artifactId, commit, dirtyPatch }: JobRecord,
): JobSource => ({ seed, seedSet, jobKey: key, artifactId, commit, dirty: dirtyPatch !== null });

function parted<T extends object>(
  found: readonly (T | MissingValue)[],
): { values: T[]; missing: MissingValue[] } {
  const isMissing = (item: T | MissingValue): item is MissingValue => 'reason' in item;
  return {
    values: found.filter((item): item is T => !isMissing(item)),
    missing: found.filter(isMissing),
  };
}
