/**
 * Numbers as text, the same on every machine. `toFixed` rounds the exact binary value to the nearest decimal;
 * only a value exactly halfway goes up. So 1.005, which is stored as slightly less, prints as 1.00.
 */
import type { PublishedValue, ReportColumn } from '../../schemas/manifest.ts';
import type { MetricInfo } from '../../schemas/metrics.ts';
import type { Summary } from './statistics.ts';

/** Shown where there is no value. */
export const noValue = '–';

/** A value in the unit that the column shows, unrounded. */
export const scaled = (value: number, info: MetricInfo): number => value * (info.scale ?? 1);

export function fixedText(value: number, info: MetricInfo): string {
  const text = scaled(value, info).toFixed(info.digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** `2.85 ± 0.08 (n=4)`, `2.85 (n=1)`, or for a column of best values `2.71 (n=4)`. */
export function summaryText({ n, mean, std, best }: Summary, column: ReportColumn, info: MetricInfo): string {
  if (mean === null || best === null) return noValue;
  const center = fixedText(column.show === 'best' ? best : mean, info);
  const spread = column.show === 'best' || std === null ? '' : ` ± ${fixedText(std, info)}`;
  return `${center}${spread} (n=${n})`;
}

/** A published number is repeated with the digits it has, because more would claim what nobody published. */
export function publishedText(published: PublishedValue | null, show: ReportColumn['show']): string {
  const center = show === 'best' ? published?.best : published?.mean;
  if (published === null || center === undefined) return noValue;
  const spread = show === 'best' || published.std === undefined ? '' : ` ± ${published.std}`;
  return `${center}${spread}${published.n === undefined ? '' : ` (n=${published.n})`}`;
}
