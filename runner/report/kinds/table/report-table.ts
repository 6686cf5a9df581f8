/** A report with its numbers computed and not yet laid out. */
import type { MetricInfo } from '../../../../schemas/metrics.ts';
import { type Summary, summarize } from '../../../statistics/summary.ts';
import type { InputOf, MissingValue, RowInput, SeedValue } from '../../report-input.ts';
import { bySeed, bySeedAlone } from '../../seed-order.ts';
import { infoOf } from '../../settings/label.ts';
import { type PublishedValue, publishedFor } from '../../settings/published.ts';
import type { ReportRows } from '../../settings/shared.ts';
import { bestRow } from './best-row.ts';
import type { ReportColumn, TableReport } from './settings.ts';

/** `cells`: one for each column of the settings, in that order. */
export type ReportInput = InputOf<TableReport, { readonly cells: readonly ReportCellInput[] }>;
type ReportRowInput = ReportInput['rows'][number];

interface ReportCellInput {
  /** In any order. */
  readonly values: readonly SeedValue[];
  /** Jobs that should have given a value and did not. */
  readonly missing: readonly MissingValue[];
}

export interface ReportTable {
  readonly name: string;
  readonly title: string;
  readonly rowsAre: ReportRows;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** For each column of means, the place of the row that is best beyond chance; null where there is none. */
  readonly best: readonly (number | null)[];
  /** Some value was computed from a tree with uncommitted changes. */
  readonly dirty: boolean;
}

export interface TableColumn extends ReportColumn {
  readonly info: MetricInfo;
}

export interface TableRow extends RowInput {
  readonly cells: readonly TableCell[];
}

/** Statistics are in the metric's own unit; `published` is in the unit that the column shows. */
export interface TableCell extends Summary {
  /** By seed, then seed set, then job key: the order in which the statistics were computed. */
  readonly values: readonly SeedValue[];
  readonly missing: readonly MissingValue[];
  readonly published: PublishedValue | null;
}

/** @throws TypeError when a row has not one cell for each column, or a value is not a finite number. */
export function computeReport({ name, settings, rows }: ReportInput): ReportTable {
  const columns = settings.columns.map((column) => ({ ...column, info: infoOf(column) }));
  const tableRows = rows.map((row) => computeRow(row, columns, settings));
  const values = tableRows.flatMap(({ cells }) => cells.flatMap((cell) => cell.values));
  return {
    name,
    title: settings.title,
    rowsAre: settings.rows,
    columns,
    rows: tableRows,
    best: columns.map(({ metric, show, info }, i) =>
      show === 'mean' && !isCost(metric) ? bestRow(column(tableRows, i), info.goal) : null,
    ),
    dirty: values.some(({ dirty }) => dirty),
  };
}

const column = (rows: readonly TableRow[], i: number): readonly TableCell[] =>
  rows.flatMap(({ cells }) => cells[i] ?? []);

function computeRow(
  row: ReportRowInput,
  columns: readonly TableColumn[],
  { published }: TableReport,
): TableRow {
  if (row.cells.length !== columns.length) {
    throw new TypeError(
      `Expected row \`${row.label}\` to have ${columns.length} cells, one for each column, got ${row.cells.length}`,
    );
  }
  const cells = columns.flatMap((column, i) => {
    const cell = row.cells[i];
    return cell === undefined
      ? []
      : computeCell(cell, column, publishedFor(published, row)?.[column.metric] ?? null);
  });
  return { label: row.label, method: row.method, seedSet: row.seedSet, cells };
}

function computeCell(
  cell: ReportCellInput,
  column: TableColumn,
  published: PublishedValue | null,
): TableCell {
  const values = [...cell.values].sort(bySeed);
  for (const { value, jobKey } of values) {
    if (!Number.isFinite(value)) {
      throw new TypeError(
        `Expected \`${column.metric}\` of job ${jobKey} to be a finite number, got \`${value}\``,
      );
    }
  }
  return {
    ...summarize(
      values.map(({ value }) => value),
      column.info.goal,
    ),
    values,
    missing: [...cell.missing].sort(bySeedAlone),
    published,
  };
}

/** What a search was given to spend is no merit of it. */
const isCost = (metric: string): boolean => metric.startsWith('cost.');
