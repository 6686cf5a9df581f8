/** Which jobs stand behind a cell of a report. Pure: names in, labels of jobs out. */
import type { ReportSettings, ResolvedManifest } from '../../schemas/manifest.ts';
import type { MetricInfo, MetricName } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { GraphJob, JobGraph } from '../graph/job-graph.ts';
import { reportKindOf } from '../report/find-kind.ts';
import type { Row } from '../report/gather/rows.ts';
import { columnInfo, type ShownStatistic } from '../report/read-column.ts';

export interface CellRequest {
  /** Undefined for the only report that has such a cell. */
  readonly report: string | undefined;
  readonly row: string;
  readonly column: string;
}

export interface ReportCell {
  readonly report: string;
  readonly title: string;
  /** As a command line names it. */
  readonly row: string;
  readonly column: CellColumn;
  /** In graph order. */
  readonly jobs: readonly GraphJob[];
}

export interface CellColumn {
  /** As a command line names it: `<metric or field>@<stage>`. */
  readonly name: string;
  readonly label: string;
  readonly stage: string;
  /** Null for a column of no metric: a curve, or rows of a file. */
  readonly metric: MetricName | null;
  /** How its values are shown; null for a column of no metric. */
  readonly info: MetricInfo | null;
  /** The statistics that the report shows of its values, in the order of its columns. */
  readonly shows: readonly ShownStatistic[];
}

export type CellProblem =
  | {
      readonly reason: 'no-such';
      readonly part: CellPart;
      readonly found: string;
      readonly among: readonly string[];
    }
  | {
      readonly reason: 'several';
      readonly part: CellPart;
      readonly found: string;
      readonly among: readonly string[];
    };

export type CellPart = 'report' | 'row' | 'column';

export function findCell(
  manifest: ResolvedManifest,
  graph: JobGraph,
  request: CellRequest,
): Result<ReportCell, CellProblem> {
  const names = Object.keys(manifest.reports);
  const asked = request.report === undefined ? names : names.filter((name) => name === request.report);
  const found = asked.flatMap((report) => {
    const settings = manifest.reports[report];
    return settings === undefined ? [] : [{ report, cell: cellOf(report, settings, graph, request) }];
  });
  const [only] = found;
  if (only === undefined) {
    return fail({ reason: 'no-such', part: 'report', found: request.report ?? '', among: names });
  }
  const cells = found.flatMap(({ cell }) => (cell.ok ? [cell.value] : []));
  const [cell, another] = cells;
  if (cell === undefined) return nearest(found.map((one) => one.cell));
  if (another === undefined) return ok(cell);
  const among = cells.map(({ report }) => report);
  return fail({ reason: 'several', part: 'report', found: `${request.row}, ${request.column}`, among });
}

/** Of several reports, what is wrong with those that come closest: they have the row, or the column, and lack the other. */
function nearest(tried: readonly Result<ReportCell, CellProblem>[]): Result<never, CellProblem> {
  const problems = tried.map((cell) => (cell.ok ? [] : cell.failures));
  const closest = Math.min(...problems.map(({ length }) => length));
  const those = problems.filter(({ length }) => length === closest).flat();
  const problem = those.find(({ reason }) => reason === 'several') ?? those[0];
  if (problem === undefined) throw new Error('Internal error: no cell, and nothing wrong');
  const alike = those.filter(({ reason, part }) => reason === problem.reason && part === problem.part);
  return fail({ ...problem, among: [...new Set(alike.flatMap(({ among }) => among))] });
}

/** @returns what is wrong with the row, then what is wrong with the column. */
function cellOf(
  report: string,
  settings: ReportSettings,
  graph: JobGraph,
  request: CellRequest,
): Result<ReportCell, CellProblem> {
  const measuring = graph.jobs.filter(({ kind }) => kind !== 'select');
  const rows = reportKindOf(settings).rows(settings, measuring);
  const named = rows.map((row) => ({ value: row, ...rowNames(row) }));
  const row = pick('row', request.row, named);
  const column = pick('column', request.column, columnsOf(settings));
  if (!row.ok || !column.ok) {
    return fail(...(row.ok ? [] : row.failures), ...(column.ok ? [] : column.failures));
  }
  const { stage } = column.value;
  const jobs = row.value.jobs.filter((job) => job.stage === stage);
  return ok({ report, title: settings.title, row: rowNames(row.value).name, column: column.value, jobs });
}

interface Named<T> {
  readonly value: T;
  /** What tells it from the others. */
  readonly name: string;
  /** Other words for it, which several may share. */
  readonly others: readonly string[];
}

function pick<T>(part: CellPart, word: string, things: readonly Named<T>[]): Result<T, CellProblem> {
  const exact = things.filter(({ name }) => name === word);
  const loose = things.filter(({ others }) => others.some((other) => lower(other) === lower(word)));
  const found = exact.length > 0 ? exact : loose;
  const [first, second] = found;
  if (first !== undefined && second === undefined) return ok(first.value);
  const reason = first === undefined ? ('no-such' as const) : ('several' as const);
  const among = (first === undefined ? things : found).map(({ name }) => name);
  return fail({ reason, part, found: word, among });
}

const lower = (text: string): string => text.toLowerCase();

function rowNames({ input: { label, method, seedSet }, jobs }: Row<GraphJob>): Omit<Named<unknown>, 'value'> {
  const variant = jobs[0]?.variant ?? label;
  if (seedSet === null) return { name: variant, others: [method, label] };
  const words = [variant, method, label];
  return {
    name: `${variant}/${seedSet}`,
    others: [...words, ...words.flatMap((word) => [`${word}/${seedSet}`, `${word} ${seedSet}`])],
  };
}

function columnsOf(settings: ReportSettings): readonly Named<CellColumn>[] {
  const columns = reportKindOf(settings)
    .reads(settings)
    .map((column) => {
      const { reads, label, stage, metric, show = 'mean' } = column;
      const name = `${reads}@${stage}`;
      const value = { name, label, stage, metric, info: columnInfo(column), shows: [show] };
      return { value, name, others: [reads, label] };
    });
  return distinct(columns);
}

/** Columns that show a metric of a stage in several ways, such as its mean and its best, have the same jobs. */
function distinct(columns: readonly Named<CellColumn>[]): readonly Named<CellColumn>[] {
  const byName = new Map<string, Named<CellColumn>>();
  for (const column of columns) {
    const known = byName.get(column.name);
    byName.set(column.name, known === undefined ? column : merged(known, column));
  }
  return [...byName.values()];
}

const merged = (known: Named<CellColumn>, { value, others }: Named<CellColumn>): Named<CellColumn> => ({
  ...known,
  value: { ...known.value, shows: [...new Set([...known.value.shows, ...value.shows])] },
  others: [...known.others, ...others],
});
