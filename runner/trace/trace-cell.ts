/** From a cell of a report to the jobs behind it, and from each to the jobs that it rests on. */
import type { FailedJob } from '../../schemas/failure.ts';
import type { ArtifactId, GitCommit, JobKey, Seed, Sha256 } from '../../schemas/ids.ts';
import type { JobKind } from '../../schemas/job.ts';
import { type JobMetrics, readMetric } from '../../schemas/metrics.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { dependenciesOf, type GraphJob } from '../graph/job-graph.ts';
import { hasLockedOutputs } from '../lock/lock-difference.ts';
import { failureText } from '../log/failure-text.ts';
import type { Summary } from '../statistics/summary.ts';
import { summarize } from '../statistics/summary.ts';
import { type JobContent, readContent, type SelectionProtocol } from './job-content.ts';
import type { StoredJobState, TracedExperiment } from './job-of-experiment.ts';
import type { ReportCell } from './report-cell.ts';
import { type TrajectorySeries, type Trials, trajectorySeries, trialsOf } from './trajectory-series.ts';

export interface CellTrace {
  readonly cell: ReportCell;
  /** Of the values that are there; null for a column of no metric. */
  readonly summary: Summary | null;
  /** The jobs of the cell, then what they rest on, the nearest first. Losers of a selection stand in its candidates only. */
  readonly jobs: readonly TracedJob[];
}

export interface TracedJob {
  readonly label: string;
  readonly kind: JobKind;
  readonly seed: Seed;
  readonly state: StoredJobState['state'];
  /** Whether the lock has these outputs; null where it does not name the job. */
  readonly asLocked: boolean | null;
  /** Of a job that failed when it ran last. */
  readonly failure: { readonly key: JobKey; readonly message: string } | null;
  /** In the metric's own unit; null for a job that is not of the cell or did not measure it. */
  readonly value: number | null;
  /** Where its architecture comes from; null for a job that finds its own. */
  readonly from: { readonly label: string; readonly file: string } | null;
  readonly result: TracedResult | null;
}

export interface TracedResult {
  readonly key: JobKey;
  readonly artifactId: ArtifactId;
  readonly commit: GitCommit;
  readonly dirty: boolean;
  readonly data: Sha256 | null;
  readonly computedAt: string;
  readonly wallMs: number;
  readonly outputs: Readonly<Record<string, Sha256>>;
  readonly metrics: JobMetrics | null;
  readonly selection: TracedSelection | null;
  readonly trials: Trials | null;
  readonly series: readonly TrajectorySeries[];
  /** The text of `architecture.json`, of a job that finds its own. */
  readonly architecture: string | null;
}

export interface TracedSelection extends Omit<SelectionProtocol, 'candidates'> {
  readonly candidates: readonly (SelectionProtocol['candidates'][number] & {
    readonly label: string | null;
  })[];
}

export function traceCell(traced: TracedExperiment, cell: ReportCell): CellTrace {
  const { info } = cell.column;
  const own = cell.jobs.map((job) => tracedJob(traced, job, cell));
  const values = own.flatMap(({ value }) => (value === null ? [] : [value]));
  return {
    cell,
    summary: info === null ? null : summarize(values, info.goal),
    jobs: [...own, ...restedOn(traced, cell, own)],
  };
}

/** The jobs whose architectures went on, each once. */
function restedOn(traced: TracedExperiment, cell: ReportCell, own: readonly TracedJob[]): TracedJob[] {
  const seen = new Set(own.map(({ label }) => label));
  const found: TracedJob[] = [];
  let layer = own;
  while (layer.length > 0) {
    const labels = [...new Set(layer.flatMap((job) => makersOf(traced, job)))].filter(
      (label) => !seen.has(label),
    );
    const next = labels.flatMap((label) => {
      seen.add(label);
      const job = traced.experiment.graph.byLabel.get(label);
      return job === undefined ? [] : [tracedJob(traced, job, cell)];
    });
    found.push(...next);
    layer = next;
  }
  return found;
}

/** Of a selection that was made, those that it kept; otherwise whatever the job reads. */
function makersOf({ experiment }: TracedExperiment, { label, result }: TracedJob): readonly string[] {
  const kept = result?.selection?.candidates.flatMap((one) => (one.kept ? (one.label ?? []) : []));
  const job = experiment.graph.byLabel.get(label);
  return kept ?? (job === undefined ? [] : dependenciesOf(job));
}

function tracedJob(traced: TracedExperiment, job: GraphJob, cell: ReportCell): TracedJob {
  const found = traced.stateOf(job.label);
  const record = 'record' in found ? found.record : undefined;
  const content = record === undefined ? undefined : readContent(record, traced.experiment.store);
  const isOwn = cell.jobs.includes(job);
  const { metric } = cell.column;
  const measured = content?.metrics ?? null;
  const from = job.inputs['architecture'] ?? null;
  return {
    label: job.label,
    kind: job.kind,
    seed: job.seed,
    state: found.state,
    asLocked: record === undefined ? null : asLocked(traced, job.label, record),
    failure: found.state === 'failed' ? failureOf(found.failed) : null,
    value: isOwn && metric !== null && measured !== null ? (readMetric(measured, metric) ?? null) : null,
    from: from === null ? null : { label: from.from, file: from.file },
    result:
      record === undefined || content === undefined ? null : resultOf(record, content, job, from === null),
  };
}

const failureOf = ({ key, failure }: FailedJob) => ({ key, message: failureText(failure) });

function resultOf(record: JobRecord, content: JobContent, job: GraphJob, findsOwn: boolean): TracedResult {
  const lines = content.trajectory ?? [];
  const tried = content.metrics?.cost?.architectures;
  return {
    key: record.key,
    artifactId: record.artifactId,
    commit: record.commit,
    dirty: record.dirtyPatch !== null,
    data: record.material.data,
    computedAt: record.timing.startedAt,
    wallMs: record.timing.wallMs,
    outputs: Object.fromEntries(Object.entries(record.outputs).map(([name, { digest }]) => [name, digest])),
    metrics: content.metrics,
    selection: content.selection === null ? null : withLabels(content.selection, job),
    trials: tried === undefined || job.kind !== 'search' ? null : trialsOf(lines, tried),
    series: trajectorySeries(lines),
    architecture: findsOwn ? content.architecture : null,
  };
}

/** Candidates of a selection have the seeds of the jobs that they are. */
function withLabels(selection: SelectionProtocol, { inputs, parameters }: GraphJob): TracedSelection {
  const order = Array.isArray(parameters['candidates']) ? parameters['candidates'] : [];
  const labelOf = (seed: Seed): string | null => {
    const at = order.findIndex((one) => one?.seed === seed);
    return inputs[`candidate-${at}-architecture`]?.from ?? null;
  };
  const candidates = selection.candidates.map((one) => ({ ...one, label: labelOf(one.seed) }));
  return { ...selection, candidates };
}

function asLocked({ locked }: TracedExperiment, label: string, record: JobRecord): boolean | null {
  const job = locked !== undefined && Object.hasOwn(locked.jobs, label) ? locked.jobs[label] : undefined;
  return job === undefined ? null : job.key === record.key && hasLockedOutputs(record, job);
}
