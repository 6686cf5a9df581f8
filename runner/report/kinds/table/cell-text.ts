/** The numbers of a cell as text. */
import type { MetricInfo } from '../../../../schemas/metrics.ts';
import { asWritten, countText, fixedText, noValue } from '../../number-text.ts';
import type { Summary } from '../../statistics.ts';
import type { PublishedValue, ReportColumn } from './settings.ts';

/**
 * `2.85 ± 0.08 (n=4)`, `2.85 (n=1)`, or for a column of single values such as the best `2.71 (n=4)`.
 * @param withCount whether n stands in the cell; otherwise it stands in the heading
 */
export function summaryText(
  summary: Summary,
  { show }: ReportColumn,
  info: MetricInfo,
  withCount: boolean,
): string {
  const { n, std } = summary;
  const center = summary[show];
  if (center === null) return noValue;
  const spread = show !== 'mean' || std === null ? '' : ` ± ${fixedText(std, info)}`;
  return `${fixedText(center, info)}${spread}${withCount ? countText(n) : ''}`;
}

/** A published number is repeated with the digits it has, because more would claim what nobody published. */
export function publishedText(published: PublishedValue | null, show: ReportColumn['show']): string {
  if (published === null || (show !== 'mean' && show !== 'best')) return noValue;
  const { written } = published;
  const center = asWritten(published[show], written, show);
  if (center === undefined) return noValue;
  const std = show === 'mean' ? asWritten(published.std, written, 'std') : undefined;
  return `${center}${std === undefined ? '' : ` ± ${std}`}${countText(published.n)}`;
}
