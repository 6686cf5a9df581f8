/** The numbers of a cell as text. */
import type { MetricInfo } from '../../../../schemas/metrics.ts';
import type { Summary } from '../../../statistics/summary.ts';
import { countText, fixedText, meanText, noValue } from '../../number-text.ts';
import type { ReportColumn } from './settings.ts';

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
  const center = summary[show];
  if (center === null) return noValue;
  const text = show === 'mean' ? meanText(summary, info) : fixedText(center, info);
  return `${text}${withCount ? countText(summary.n) : ''}`;
}
