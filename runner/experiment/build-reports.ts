/** From the results of a graph to its reports: which jobs stand behind which cell. */
import type { ReportColumn, ReportSettings, ResolvedManifest } from '../../schemas/manifest.ts';
import { readMetric } from '../../schemas/metrics.ts';
import type { JobResult } from '../exec/run-state.ts';
import type { GraphJob, JobGraph } from '../graph/job-graph.ts';
import { renderReport } from '../report/render-report.ts';
import { renderText } from '../report/render-text.ts';
import type { MissingValue, ReportCellInput, ReportRowInput, SeedValue } from '../report/report-input.ts';
import { computeReport } from '../report/report-table.ts';
import type { Store } from '../store/store.ts';
import { readMetrics } from './locked-profile.ts';

export interface BuiltReport {
  readonly name: string;
  /** The table for a terminal. */
  readonly terminal: string;
  /** Every file, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** The files whose bytes depend on results alone; a lock names their digests. */
  readonly reproducible: Readonly<Record<string, string>>;
}

/** @param setting what was computed, shown with the title: a table of a small profile must not look like the paper's. */
export function buildReports(
  manifest: ResolvedManifest,
  setting: string,
  graph: JobGraph,
  store: Store,
  results: ReadonlyMap<string, JobResult>,
): BuiltReport[] {
  return Object.entries(manifest.reports).map(([name, settings]) => {
    const rows = reportRows(settings, graph).map((row) => rowInput(row, settings, store, results));
    const title = `${settings.title} (${setting})`;
    const table = computeReport({ name, settings: { ...settings, title }, rows });
    const rendered = renderReport(table);
    const terminal = renderText(table);
    const files = { ...rendered.results, ...rendered.provenance, [`${name}.txt`]: terminal };
    return { name, terminal, files, reproducible: rendered.results };
  });
}

interface Row {
  readonly variant: string;
  readonly method: string;
  readonly seedSet: string | null;
  readonly jobs: readonly GraphJob[];
}

/** In graph order; `method` pools the seed sets of a variant. */
function reportRows({ rows }: ReportSettings, graph: JobGraph): Row[] {
  const grouped = new Map<string, Row & { jobs: GraphJob[] }>();
  for (const job of graph.jobs) {
    const seedSet = rows === 'method' ? null : job.seedSet;
    const id = `${job.variant}\0${seedSet ?? ''}`;
    const row = grouped.get(id);
    if (row === undefined)
      grouped.set(id, { variant: job.variant, method: job.method, seedSet, jobs: [job] });
    else row.jobs.push(job);
  }
  return [...grouped.values()];
}

function rowInput(
  row: Row,
  settings: ReportSettings,
  store: Store,
  results: ReadonlyMap<string, JobResult>,
): ReportRowInput {
  const { variant, method, seedSet } = row;
  return {
    label: variant,
    method,
    seedSet,
    cells: settings.columns.map((column) => cellInput(row, column, store, results)),
  };
}

function cellInput(
  row: Row,
  column: ReportColumn,
  store: Store,
  results: ReadonlyMap<string, JobResult>,
): ReportCellInput {
  const values: SeedValue[] = [];
  const missing: MissingValue[] = [];
  for (const job of row.jobs) {
    if (job.stage !== column.stage || job.kind === 'select') continue;
    const value = seedValue(job, column, store, results.get(job.label));
    if ('value' in value) values.push(value);
    else missing.push(value);
  }
  return { values, missing };
}

function seedValue(
  job: GraphJob,
  column: ReportColumn,
  store: Store,
  result: JobResult | undefined,
): SeedValue | MissingValue {
  const { seed, seedSet } = job;
  if (result === undefined) return { seed, seedSet, reason: 'not-run' };
  if (result.status === 'failed') return { seed, seedSet, reason: 'failed' };
  const { record } = result;
  const metrics = readMetrics(record, store);
  const value = metrics === undefined ? undefined : readMetric(metrics, column.metric);
  if (value === undefined) return { seed, seedSet, reason: 'not-measured' };
  const { key, artifactId, commit, dirtyPatch } = record;
  return { seed, seedSet, value, jobKey: key, artifactId, commit, dirty: dirtyPatch !== null };
}
