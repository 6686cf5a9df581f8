/** The text of a table. */
import type { MetricInfo } from '../../../../schemas/metrics.ts';
import { headerText } from '../../header-text.ts';
import { noValue } from '../../number-text.ts';
import { publishedCell, publishedText } from '../../published-text.ts';
import {
  dirtyWarning,
  left,
  markFor,
  missingText,
  plain,
  publishedNote,
  right,
  sharedCount,
  type TableText,
  type TextCell,
  type TextColumn,
} from '../../text-table.ts';
import { summaryText } from './cell-text.ts';
import type { ReportTable, TableCell, TableColumn } from './report-table.ts';

export function tableText(table: ReportTable): TableText {
  const bySeedSet = table.rowsAre === 'method-by-seed-set';
  const marked: string[] = [];
  const columns = shownColumns(table);
  const rows = table.rows.map((row, at) => [
    plain(row.label),
    ...(bySeedSet ? [plain(row.seedSet ?? noValue)] : []),
    ...columns.flatMap((column, i) => cellsOf(row.cells[i], column, table.best[i] === at, marked)),
  ]);
  const header: TextColumn[] = [
    left('Method'),
    ...(bySeedSet ? [left('Seed set')] : []),
    ...columns.flatMap(({ heading, hasPublished }) => [
      right(heading),
      ...(hasPublished ? [right('published')] : []),
    ]),
  ];
  const warning = table.dirty ? dirtyWarning : null;
  const notes = generalNotes(columns);
  return { title: table.title, header, rows, marked, notes, ...boldNote(table), warning };
}

interface ShownColumn {
  readonly column: TableColumn;
  /** Without n. */
  readonly name: string;
  readonly heading: string;
  /** Whether n differs between the rows, so that each cell has its own. */
  readonly countInCells: boolean;
  readonly hasPublished: boolean;
}

function shownColumns(table: ReportTable): readonly ShownColumn[] {
  const qualifiers = qualifiersOf(table.columns);
  return table.columns.map((column, i) => {
    const own = qualifiers.get(column) ?? [];
    const n = sharedCount(
      table.rows.flatMap(({ cells }) => {
        const cell = cells[i];
        return cell === undefined ? [] : { text: String(cell.n), mark: null };
      }),
    );
    const inHeading = n !== null && n !== '0';
    return {
      column,
      name: headerText(column, own),
      heading: headerText(column, inHeading ? [...own, `n=${n}`] : own),
      countInCells: !inHeading,
      hasPublished: showsPublished(table, i),
    };
  });
}

function cellsOf(
  cell: TableCell | undefined,
  { column, countInCells, hasPublished }: ShownColumn,
  isBest: boolean,
  marked: string[],
): TextCell[] {
  if (cell === undefined) return [];
  const text = summaryText(cell, column, column.info, countInCells);
  const own = { text, mark: markOf(cell, marked), ...(isBest ? { bold: true } : {}) };
  return hasPublished ? [own, publishedCell(cell.published, column.show, marked)] : [own];
}

/** Whether anything was published for what this column shows. */
const showsPublished = (table: ReportTable, i: number): boolean =>
  table.rows.some(({ cells }) => {
    const show = table.columns[i]?.show;
    return show !== undefined && publishedText(cells[i]?.published ?? null, show) !== noValue;
  });

/**
 * What makes one heading of each column, none like another: whatever is no mean says what it is, a mean does so beside
 * another statistic of the same label, and columns of several stages name their stage.
 */
function qualifiersOf(columns: readonly TableColumn[]): ReadonlyMap<TableColumn, readonly string[]> {
  return new Map(
    columns.map((column) => {
      const alike = columns.filter((other) => headerText(other) === headerText(column));
      const sameShow = alike.every(({ show }) => show === column.show);
      const sameStage = alike.every(({ stage }) => stage === column.stage);
      const isClear = column.show === 'mean' && sameShow;
      const isSaid = column.label.toLowerCase().includes(column.show);
      return [column, [...(isClear || isSaid ? [] : [column.show]), ...(sameStage ? [] : [column.stage])]];
    }),
  );
}

const markOf = ({ n, missing }: TableCell, marked: string[]): number | null =>
  missing.length === 0 && n > 0 ? null : markFor(missingText(n, missing), marked);

function generalNotes(columns: readonly ShownColumn[]): readonly string[] {
  const means = columns.filter(({ column }) => column.show === 'mean');
  const [form, count] = means.some(({ countInCells }) => countInCells)
    ? ['a ± s (n=k)', 'k']
    : ['a ± s', 'n'];
  const notes: string[] = [];
  if (means.length > 0) {
    notes.push(
      `${form}: mean and sample standard deviation (denominator n - 1) of ${count} values, one for each seed`,
    );
  }
  for (const { name, column } of columns) {
    const { show, info } = column;
    if (show !== 'mean') notes.push(`${name}: the ${singleValue(show, info)} of n values`);
  }
  if (columns.some(({ hasPublished }) => hasPublished)) notes.push(publishedNote);
  return notes;
}

/** What bold means, or that nothing is; of a table without rows to compare there is nothing to say. */
function boldNote({ columns, rows, best }: ReportTable): Pick<TableText, 'boldNote'> {
  if (rows.length < 2 || columns.every(({ show }) => show !== 'mean')) return {};
  const law = 'on the seeds that they share (exact sign test, at most 5 % error in a column)';
  return {
    boldNote: best.some((row) => row !== null)
      ? `bold: the best mean of its column, which beats that of each other row ${law}`
      : `no mean is in bold, since in no column one beats that of each other row ${law}`,
  };
}

function singleValue(show: 'best' | 'median' | 'worst', { goal }: MetricInfo): string {
  if (show === 'median') return show;
  return (show === 'best') === (goal === 'minimize') ? 'lowest' : 'highest';
}
