/** Rank correlations as text. */
import type { Correlation } from '../../../schemas/rank-correlation.ts';
import { asWritten, countText, digitsText, noValue } from '../number-text.ts';
import type { PublishedCorrelation } from './published-correlation.ts';

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
