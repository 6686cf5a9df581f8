/**
 * Numbers as text, the same on every machine. `toFixed` rounds the exact binary value to the nearest decimal;
 * only a value exactly halfway goes up. So 1.005, which is stored as slightly less, prints as 1.00.
 */
import type { MetricInfo } from '../../schemas/metrics.ts';
import type { Correlation } from '../../schemas/rank-correlation.ts';
import type {
  PublishedCorrelation,
  PublishedValue,
  ReportColumn,
  WrittenNumbers,
} from '../../schemas/reports.ts';
import type { Summary } from './statistics.ts';

/** Shown where there is no value. */
export const noValue = '–';

/** A value in the unit that the column shows, unrounded. */
export const scaled = (value: number, info: MetricInfo): number => value * (info.scale ?? 1);

const fixedText = (value: number, info: MetricInfo): string => digitsText(scaled(value, info), info.digits);

/** With this many decimals; never a negative zero. */
function digitsText(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** `2.85 ± 0.08 (n=4)`, `2.85 (n=1)`, or for a column of single values such as the best `2.71 (n=4)`. */
export function summaryText(summary: Summary, { show }: ReportColumn, info: MetricInfo): string {
  const { n, std } = summary;
  const center = summary[show];
  if (center === null) return noValue;
  const spread = show !== 'mean' || std === null ? '' : ` ± ${fixedText(std, info)}`;
  return `${fixedText(center, info)}${spread} (n=${n})`;
}

/** `-0.31 ± 0.12`, the sign always written, or `+0.05` without a standard deviation. */
export function differenceText({ mean, std }: Pick<Summary, 'mean' | 'std'>, info: MetricInfo): string {
  if (mean === null) return noValue;
  const center = fixedText(mean, info);
  const spread = std === null ? '' : ` ± ${fixedText(std, info)}`;
  return `${Number(center) > 0 ? '+' : ''}${center}${spread}`;
}

/** A p-value with three decimals. */
export const probabilityText = (p: number): string => (p < 0.001 ? '<0.001' : digitsText(p, 3));

/** A published number is repeated with the digits it has, because more would claim what nobody published. */
export function publishedText(published: PublishedValue | null, show: ReportColumn['show']): string {
  if (published === null || (show !== 'mean' && show !== 'best')) return noValue;
  const { written } = published;
  const center = asWritten(published[show], written, show);
  if (center === undefined) return noValue;
  const std = show === 'mean' ? asWritten(published.std, written, 'std') : undefined;
  return `${center}${std === undefined ? '' : ` ± ${std}`}${countText(published.n)}`;
}

/** `0.619 [0.112, 0.871]`, `0.619 [n/a]` without an interval, `n/a` without a value. */
export function correlationText({ value, interval }: Correlation): string {
  if (value === null) return 'n/a';
  const range = interval === null ? 'n/a' : interval.map((bound) => digitsText(bound, 3)).join(', ');
  return `${digitsText(value, 3)} [${range}]`;
}

/** `0.195 (n=10)`, with the digits that the manifest gives. */
export function publishedCorrelationText(
  published: PublishedCorrelation | null,
  which: 'kendall' | 'spearman',
): string {
  const value = asWritten(published?.[which], published?.written, which);
  return value === undefined ? noValue : `${value}${countText(published?.n)}`;
}

/** `3.00` is not `3`: its digits say how exactly it is known. */
function asWritten(
  value: number | undefined,
  written: WrittenNumbers | undefined,
  field: string,
): string | undefined {
  if (value === undefined) return undefined;
  return written && Object.hasOwn(written, field) ? written[field] : String(value);
}

const countText = (n: number | undefined): string => (n === undefined ? '' : ` (n=${n})`);
