/** From the results of a graph to its reports. */
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import type {
  CorrelationReport,
  CurveReport,
  PairedReport,
  ReportSettings,
  RowsReport,
  ScatterReport,
} from '../../schemas/reports.ts';
import type { JobResult } from '../exec/run-state.ts';
import type { JobGraph } from '../graph/job-graph.ts';
import { computeCorrelation } from '../report/correlation-table.ts';
import { computeCurve } from '../report/curve.ts';
import { computePaired } from '../report/paired-table.ts';
import {
  type ReportFiles,
  renderCorrelation,
  renderCurve,
  renderPaired,
  renderReport,
  renderRowsReport,
  renderScatter,
} from '../report/render-report.ts';
import { type ReportProblem, reportProblemText } from '../report/report-problem.ts';
import { computeReport } from '../report/report-table.ts';
import { addedFields } from '../report/rows-file.ts';
import type { Store } from '../store/store.ts';
import {
  comparedCell,
  curveCell,
  pairsCell,
  type Results,
  reportRows,
  rowsOfJobs,
  tableCell,
} from './report-values.ts';

export interface BuiltReport {
  readonly name: string;
  /** The report for a terminal: a table, or what is wrong with it. */
  readonly terminal: string;
  /** Every file, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** The files whose bytes depend on results alone; a lock names their digests. */
  readonly reproducible: Readonly<Record<string, string>>;
  /** What its settings ask for and no result has; such a report has no files. */
  readonly problems: readonly ReportProblem[];
}

/** @param setting what was computed, shown with the title: a table of a small profile must not look like the paper's. */
export async function buildReports(
  manifest: ResolvedManifest,
  setting: string,
  graph: JobGraph,
  store: Store,
  results: ReadonlyMap<string, JobResult>,
): Promise<BuiltReport[]> {
  const reports: BuiltReport[] = [];
  for (const [name, settings] of Object.entries(manifest.reports)) {
    const titled = { ...settings, title: `${settings.title} (${setting})` };
    const made = await makeReport(name, titled, graph, { store, of: results });
    reports.push('results' in made ? builtReport(name, made) : brokenReport(name, made));
  }
  return reports;
}

function builtReport(name: string, { terminal, results, provenance }: ReportFiles): BuiltReport {
  const files = { ...results, ...provenance, [`${name}.txt`]: terminal };
  return { name, terminal, files, reproducible: results, problems: [] };
}

function brokenReport(name: string, problems: readonly ReportProblem[]): BuiltReport {
  const terminal = problems.map((problem) => `error: ${reportProblemText(problem)}\n`).join('');
  return { name, terminal, files: {}, reproducible: {}, problems };
}

async function makeReport(
  name: string,
  settings: ReportSettings,
  graph: JobGraph,
  results: Results,
): Promise<ReportFiles | readonly ReportProblem[]> {
  switch (settings.kind) {
    case 'table': {
      const rows = reportRows(settings.rows, graph).map((row) => ({
        ...row.input,
        cells: settings.columns.map((column) => tableCell(row, column, results)),
      }));
      return renderReport(computeReport({ name, settings, rows }));
    }
    case 'correlation':
      return renderCorrelation(correlationOf(name, settings, graph, results));
    case 'paired':
      return renderPaired(pairedOf(name, settings, graph, results));
    case 'rows':
      return rowsReport(name, settings, graph, results);
    case 'scatter':
      return await renderScatter(correlationOf(name, settings, graph, results), settings);
    case 'curve':
      return await curveReport(name, settings, graph, results);
    default:
      return settings satisfies never;
  }
}

function correlationOf(
  name: string,
  settings: CorrelationReport | ScatterReport,
  graph: JobGraph,
  results: Results,
) {
  const rowsAre = settings.kind === 'correlation' ? settings.rows : 'method';
  const rows = reportRows(rowsAre, graph).map((row) => ({
    ...row.input,
    ...pairsCell(row, settings.x, settings.y, results),
  }));
  return computeCorrelation({ name, settings, rows });
}

/** One row for each variant of a method and each of its baseline. */
function pairedOf(name: string, settings: PairedReport, graph: JobGraph, results: Results) {
  const found = reportRows('method', graph);
  const rowsOf = (method: string) => found.filter(({ input }) => input.method === method);
  const rows = Object.entries(settings.baselines).flatMap(([method, other]) =>
    rowsOf(method).flatMap((row) =>
      rowsOf(other).map((baseline) => ({
        ...row.input,
        baseline: { label: baseline.input.label, method: other },
        ...comparedCell(row, baseline, settings, results),
      })),
    ),
  );
  return computePaired({ name, settings, rows });
}

function rowsReport(
  name: string,
  settings: RowsReport,
  graph: JobGraph,
  results: Results,
): ReportFiles | readonly ReportProblem[] {
  const rows = reportRows('method', graph);
  const several = { hasSeveralMethods: rows.length > 1 };
  const found = rows.map((row) => rowsOfJobs(row, settings, addedFields(several), results));
  const [broken] = found.flatMap((row) => (row.broken === undefined ? [] : [row.broken]));
  if (broken !== undefined) return [{ ...broken, path: `reports.${name}` }];
  const jobs = found.flatMap((row) => row.jobs);
  const missing = found.flatMap((row) => row.missing);
  return renderRowsReport({ name, settings, ...several, jobs, missing });
}

async function curveReport(
  name: string,
  settings: CurveReport,
  graph: JobGraph,
  results: Results,
): Promise<ReportFiles | readonly ReportProblem[]> {
  const rows = reportRows('method', graph).map((row) => ({
    ...row.input,
    ...curveCell(row, settings, results),
  }));
  // Methods may differ in what they record, so only a setting that none of them answers is wrong.
  const [empty] = rows.flatMap((row) => [...row.empty]);
  if (empty !== undefined && rows.every(({ runs }) => runs.length === 0)) {
    const [job, problem] = empty;
    return [{ ...problem, path: `reports.${name}`, job }];
  }
  return await renderCurve(computeCurve({ name, settings, rows }));
}
