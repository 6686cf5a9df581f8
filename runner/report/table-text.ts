/** A report as cells of text, before any markup: what Markdown, LaTeX and the terminal have in common. */

import { noValue, publishedText, summaryText } from './number-text.ts';
import type { MissingReason, MissingValue } from './report-input.ts';
import type { ReportTable, TableCell, TableColumn, TableRow } from './report-table.ts';

export interface TableText {
  readonly title: string;
  readonly header: readonly TextColumn[];
  /** One text for each column of the header. */
  readonly rows: readonly (readonly TextCell[])[];
  /** Numbered from 1; cells refer to them. */
  readonly marked: readonly string[];
  /** What the reader must know about the whole table. */
  readonly notes: readonly string[];
  /** A warning above the table, or null. */
  readonly warning: string | null;
}

export interface TextColumn {
  readonly text: string;
  readonly align: 'left' | 'right';
}

export interface TextCell {
  readonly text: string;
  /** Number of a marked note, or null. */
  readonly mark: number | null;
}

export const dirtyWarning = 'dirty: computed from an uncommitted tree';

export function tableText(table: ReportTable): TableText {
  const bySeedSet = table.rowsAre === 'method-by-seed-set';
  const columns = table.columns.map((column, i) => ({ column, hasPublished: showsPublished(table, i) }));
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
    { text: 'Method', align: 'left' },
    ...(bySeedSet ? [{ text: 'Seed set', align: 'left' as const }] : []),
    ...columns.flatMap(({ column, hasPublished }) => [
      { text: headerText(column), align: 'right' as const },
      ...(hasPublished ? [{ text: 'published', align: 'right' as const }] : []),
    ]),
  ];
  const warning = table.dirty ? dirtyWarning : null;
  return { title: table.title, header, rows, marked, notes: generalNotes(table), warning };
}

const plain = (text: string): TextCell => ({ text, mark: null });

/** Whether anything was published for what this column shows. */
const showsPublished = (table: ReportTable, i: number): boolean =>
  table.rows.some(({ cells }) => {
    const show = table.columns[i]?.show;
    return show !== undefined && publishedText(cells[i]?.published ?? null, show) !== noValue;
  });

const headerText = ({ label, info }: TableColumn): string =>
  info.unit === '' ? label : `${label} (${info.unit})`;

/** Cells that miss values for the same reasons share a note. */
function markOf(cell: TableCell, marked: string[]): number | null {
  if (cell.missing.length === 0 && cell.n > 0) return null;
  const text = missingText(cell);
  const known = marked.indexOf(text);
  return known >= 0 ? known + 1 : marked.push(text);
}

const reasonText: Readonly<Record<MissingReason, string>> = {
  failed: 'failed jobs',
  'not-run': 'jobs not run',
  'not-measured': 'jobs without this metric',
};

function missingText({ missing, n }: TableCell): string {
  const total = n + missing.length;
  if (total === 0) return 'no job of this row measures it';
  return (['failed', 'not-run', 'not-measured'] as const)
    .map((reason) => ({ reason, values: missing.filter((value) => value.reason === reason) }))
    .filter(({ values }) => values.length > 0)
    .map(({ reason, values }) => `${reasonText[reason]}: ${values.length} of ${total} (${seedsText(values)})`)
    .join('; ');
}

const seedsText = (values: readonly MissingValue[]): string =>
  `seed${values.length === 1 ? '' : 's'} ${values.map(({ seed }) => seed).join(', ')}`;

function generalNotes(table: ReportTable): readonly string[] {
  const shows = (show: TableColumn['show']) => table.columns.some((column) => column.show === show);
  const notes: string[] = [];
  if (shows('mean')) {
    notes.push(
      'a ± s (n=k): mean and sample standard deviation (denominator n - 1) of k values, one for each seed',
    );
  }
  for (const column of table.columns.filter(({ show }) => show === 'best')) {
    const extreme = column.info.goal === 'minimize' ? 'lowest' : 'highest';
    notes.push(`${column.label}: the ${extreme} of n values`);
  }
  if (table.columns.some((_, i) => showsPublished(table, i))) {
    notes.push('published: as printed in the paper, on its data and at its budget; not computed here');
  }
  return notes;
}
