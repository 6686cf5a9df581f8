/** The text of a table. */
import type { MetricInfo } from '../../../../schemas/metrics.ts';
import { headerText } from '../../header-text.ts';
import { noValue } from '../../number-text.ts';
import {
  dirtyWarning,
  left,
  markFor,
  missingText,
  plain,
  publishedNote,
  right,
  type TableText,
  type TextCell,
  type TextColumn,
} from '../../text-table.ts';
import { publishedText, summaryText } from './cell-text.ts';
import type { ReportTable, TableCell, TableColumn, TableRow } from './report-table.ts';

export function tableText(table: ReportTable): TableText {
  const bySeedSet = table.rowsAre === 'method-by-seed-set';
  const columns = table.columns.map((column, i) => ({ column, hasPublished: showsPublished(table, i) }));
  const headings = headingsOf(table.columns);
  const marked: string[] = [];
  const cellsOf = (row: TableRow): TextCell[] =>
    columns.flatMap(({ column, hasPublished }, i) => {
      const cell = row.cells[i];
      if (cell === undefined) return [];
      const own = { text: summaryText(cell, column, column.info), mark: markOf(cell, marked) };
      return hasPublished ? [own, plain(publishedText(cell.published, column.show))] : [own];
    });
  const rows = table.rows.map((row) => [
    plain(row.label),
    ...(bySeedSet ? [plain(row.seedSet ?? noValue)] : []),
    ...cellsOf(row),
  ]);
  const header: TextColumn[] = [
    left('Method'),
    ...(bySeedSet ? [left('Seed set')] : []),
    ...columns.flatMap(({ column, hasPublished }) => [
      right(headings.get(column) ?? ''),
      ...(hasPublished ? [right('published')] : []),
    ]),
  ];
  const warning = table.dirty ? dirtyWarning : null;
  return { title: table.title, header, rows, marked, notes: generalNotes(table, headings), warning };
}

/** Whether anything was published for what this column shows. */
const showsPublished = (table: ReportTable, i: number): boolean =>
  table.rows.some(({ cells }) => {
    const show = table.columns[i]?.show;
    return show !== undefined && publishedText(cells[i]?.published ?? null, show) !== noValue;
  });

/**
 * One heading for each column, none like another: whatever is no mean says what it is, a mean does so beside another
 * statistic of the same label, and columns of several stages name their stage.
 */
function headingsOf(columns: readonly TableColumn[]): ReadonlyMap<TableColumn, string> {
  return new Map(
    columns.map((column) => {
      const alike = columns.filter((other) => headerText(other) === headerText(column));
      const sameShow = alike.every(({ show }) => show === column.show);
      const sameStage = alike.every(({ stage }) => stage === column.stage);
      const isClear = column.show === 'mean' && sameShow;
      const isSaid = column.label.toLowerCase().includes(column.show);
      const qualifiers = [...(isClear || isSaid ? [] : [column.show]), ...(sameStage ? [] : [column.stage])];
      return [column, headerText(column, qualifiers)];
    }),
  );
}

const markOf = ({ n, missing }: TableCell, marked: string[]): number | null =>
  missing.length === 0 && n > 0 ? null : markFor(missingText(n, missing), marked);

function generalNotes(table: ReportTable, headings: ReadonlyMap<TableColumn, string>): readonly string[] {
  const notes: string[] = [];
  if (table.columns.some(({ show }) => show === 'mean')) {
    notes.push(
      'a ± s (n=k): mean and sample standard deviation (denominator n - 1) of k values, one for each seed',
    );
  }
  for (const column of table.columns) {
    const { show, info } = column;
    if (show !== 'mean') notes.push(`${headings.get(column)}: the ${singleValue(show, info)} of n values`);
  }
  if (table.columns.some((_, i) => showsPublished(table, i))) notes.push(publishedNote);
  return notes;
}

function singleValue(show: 'best' | 'median' | 'worst', { goal }: MetricInfo): string {
  if (show === 'median') return show;
  return (show === 'best') === (goal === 'minimize') ? 'lowest' : 'highest';
}
