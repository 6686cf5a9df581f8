/**
 * A report for a spreadsheet or a script: one line for each row and column of the table, every digit kept.
 * Numbers are in the `unit` of their line. An empty field means that there is no such number.
 */
import { type CsvField, csvText } from '../../csv-text.ts';
import { scaled } from '../../number-text.ts';
import type { ReportTable, TableCell, TableColumn, TableRow } from './report-table.ts';

const header = [
  'row',
  'method',
  'seedSet',
  'column',
  'metric',
  'stage',
  'show',
  'unit',
  'n',
  'mean',
  'std',
  'best',
  'median',
  'worst',
  'publishedN',
  'publishedMean',
  'publishedStd',
  'publishedBest',
  'publishedNote',
  'missing',
  'dirty',
];

export function renderCsv(table: ReportTable): string {
  const lines = table.rows.flatMap((row) =>
    table.columns.flatMap((column, i) => {
      const cell = row.cells[i];
      return cell === undefined ? [] : [line(row, column, cell)];
    }),
  );
  return csvText([header, ...lines]);
}

function line(row: TableRow, column: TableColumn, cell: TableCell): readonly CsvField[] {
  const { info } = column;
  const inUnit = (value: number | null) => (value === null ? null : scaled(value, info));
  return [
    row.label,
    row.method,
    row.seedSet,
    column.label,
    column.metric,
    column.stage,
    column.show,
    info.unit,
    cell.n,
    inUnit(cell.mean),
    inUnit(cell.std),
    inUnit(cell.best),
    inUnit(cell.median),
    inUnit(cell.worst),
    cell.published?.n,
    cell.published?.mean,
    cell.published?.std,
    cell.published?.best,
    cell.published?.note,
    cell.missing.length,
    cell.values.some(({ dirty }) => dirty) ? 'dirty' : '',
  ];
}
