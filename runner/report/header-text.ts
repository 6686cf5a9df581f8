/** What stands over a column of numbers. */
import type { MetricInfo } from '../../schemas/metrics.ts';

/** The label of a metric with its unit, and with what else distinguishes the column. */
export function headerText(
  { label, info }: { readonly label: string; readonly info: MetricInfo },
  qualifiers: readonly string[] = [],
): string {
  const inside = [...(info.unit === '' ? [] : [info.unit]), ...qualifiers].join(', ');
  return inside === '' ? label : `${label} (${inside})`;
}
