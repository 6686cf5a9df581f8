/** A published number as text. */
import { asWritten, countText, noValue } from './number-text.ts';
import type { ShownStatistic } from './read-column.ts';
import type { PublishedValue } from './settings/published.ts';
import { markFor, type TextCell } from './text-table.ts';

/** A published number is repeated with the digits it has, because more would claim what nobody published. */
export function publishedText(published: PublishedValue | null, show: ShownStatistic): string {
  if (published === null || (show !== 'mean' && show !== 'best')) return noValue;
  const { written } = published;
  const center = asWritten(published[show], written, show);
  if (center === undefined) return noValue;
  const std = show === 'mean' ? asWritten(published.std, written, 'std') : undefined;
  return `${center}${std === undefined ? '' : ` ± ${std}`}${countText(published.n)}`;
}

/** The same in a table, with its note. */
export function publishedCell(
  published: PublishedValue | null,
  show: ShownStatistic,
  marked: string[],
): TextCell {
  const text = publishedText(published, show);
  return { text, mark: text === noValue ? null : noteMark(published, marked) };
}

/** The mark of what is to be known of a published number; null where that is nothing. */
export const noteMark = (
  published: { readonly note?: string | undefined } | null,
  marked: string[],
): number | null => (published?.note === undefined ? null : markFor(`published: ${published.note}`, marked));
