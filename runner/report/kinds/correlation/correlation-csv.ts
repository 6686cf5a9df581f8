/** Correlations for scripts: one line for each row of the table. */
import { csvText } from '../../csv-text.ts';
import type { CorrelationTable } from '../../pairs/correlation-table.ts';
import { isDirty } from '../../pairs/pairs-data.ts';

export function renderCorrelationCsv(table: CorrelationTable): string {
  const header = [
    ...['row', 'method', 'seedSet', 'n', 'kendall', 'kendallLow', 'kendallHigh'],
    ...['spearman', 'spearmanLow', 'spearmanHigh', 'publishedN', 'publishedKendall', 'publishedSpearman'],
    ...['missing', 'dirty'],
  ];
  const lines = table.rows.map(({ label, method, seedSet, pairs, kendall, spearman, published, missing }) => [
    ...[label, method, seedSet, pairs.length],
    ...[kendall.value, kendall.interval?.[0], kendall.interval?.[1]],
    ...[spearman.value, spearman.interval?.[0], spearman.interval?.[1]],
    ...[published?.n, published?.kendall, published?.spearman],
    ...[missing.length, pairs.some(isDirty) ? 'dirty' : ''],
  ]);
  return csvText([header, ...lines]);
}
