/** A published number as text. */
import { asWritten, countText, noValue } from './number-text.ts';
import type { ShownStatistic } from './read-column.ts';
import type { PublishedValue } from './settings/published.ts';

/** A published number is repeated with the digits it has, because more would claim what nobody published. */
export function publishedText(published: PublishedValue | null, show: ShownStatistic): string {
  if (published === null || (show !== 'mean' && show !== 'best')) return noValue;
  const { written } = published;
  const center = asWritten(published[show], written, show);
  if (center === undefined) return noValue;
  const std = show === 'mean' ? asWritten(published.std, written, 'std') : undefined;
  return `${center}${std === undefined ? '' : ` ± ${std}`}${countText(published.n)}`;
}
