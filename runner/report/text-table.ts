/** A report as cells of text, before any markup: what Markdown, LaTeX and the terminal have in common. */
import type { MissingReason, MissingValue } from './report-input.ts';

export interface TableText {
  readonly title: string;
  readonly header: readonly TextColumn[];
  /** One text for each column of the header. */
  readonly rows: readonly (readonly TextCell[])[];
  /** Numbered from 1; cells refer to them. */
  readonly marked: readonly string[];
  /** What the reader must know about the whole report. */
  readonly notes: readonly string[];
  /** What bold cells mean, or why there are none: a note for the forms that can show them. */
  readonly boldNote?: string;
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
  /** Shown by Markdown and LaTeX. */
  readonly bold?: boolean;
}

export const left = (text: string): TextColumn => ({ text, align: 'left' });
export const right = (text: string): TextColumn => ({ text, align: 'right' });
export const plain = (text: string): TextCell => ({ text, mark: null });

export const dirtyWarning = 'dirty: computed from an uncommitted tree';

export const publishedNote =
  'published: as printed in the paper, on its data and at its budget; not computed here';

/** The notes of a form that has bold. */
export const markupNotes = ({ notes, boldNote }: TableText): readonly string[] =>
  boldNote === undefined ? notes : [...notes, boldNote];

/**
 * The number of values behind every row where it is one, to stand in a heading instead of in each row; null otherwise. A
 * row whose number needs a note keeps it.
 */
export function sharedCount(counts: readonly TextCell[]): string | null {
  const [first, ...rest] = counts;
  if (first === undefined || counts.some(({ mark }) => mark !== null)) return null;
  return rest.every(({ text }) => text === first.text) ? first.text : null;
}

/** The number of a marked note; cells with the same note share one. */
export function markFor(note: string, marked: string[]): number {
  const known = marked.indexOf(note);
  return known >= 0 ? known + 1 : marked.push(note);
}

const reasonText: Readonly<Record<MissingReason, string>> = {
  failed: 'failed jobs',
  'not-run': 'jobs not run',
  'not-measured': 'jobs without this metric',
};

/** Why values are missing, and for which seeds, of `n` that are there. */
export function missingText(n: number, missing: readonly MissingValue[], notMeasured?: string): string {
  const total = n + missing.length;
  if (total === 0) return 'no job of this row measures it';
  const texts = notMeasured === undefined ? reasonText : { ...reasonText, 'not-measured': notMeasured };
  return (['failed', 'not-run', 'not-measured'] as const)
    .map((reason) => ({ reason, values: missing.filter((value) => value.reason === reason) }))
    .filter(({ values }) => values.length > 0)
    .map(({ reason, values }) => `${texts[reason]}: ${values.length} of ${total} (${seedsText(values)})`)
    .join('; ');
}

const seedsText = (values: readonly MissingValue[]): string =>
  `seed${values.length === 1 ? '' : 's'} ${values.map(({ seed }) => seed).join(', ')}`;
