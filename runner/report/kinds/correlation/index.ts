/** How well one metric ranks what another measures. */
import type { DeclaredMetric } from '../../../../schemas/metrics.ts';
import { ok } from '../../../../schemas/result.ts';
import { checkPublished } from '../../check/methods.ts';
import { reportRows } from '../../gather/rows.ts';
import { checkPairs } from '../../pairs/check-pairs.ts';
import { comparePairs } from '../../pairs/compare-pairs.ts';
import { type CorrelationTable, computeCorrelation } from '../../pairs/correlation-table.ts';
import { correlationTableText } from '../../pairs/correlation-text.ts';
import { gatherPairs } from '../../pairs/gather-pairs.ts';
import { pairsData, renderCorrelationJson, renderCorrelationProvenance } from '../../pairs/pairs-data.ts';
import { metricColumn } from '../../read-column.ts';
import { tableFiles } from '../../report-files.ts';
import { defineReportKind } from '../../report-kind.ts';
import { withLabel } from '../../settings/label.ts';
import { renderCorrelationCsv } from './correlation-csv.ts';
import { type CorrelationReport, correlationSettings } from './settings.ts';

export const correlation = defineReportKind({
  kind: 'correlation',
  title: 'Table of correlations',
  description:
    "How well one metric ranks what another measures: Kendall's tau-b and Spearman's rho of pairs with the same seed, with confidence intervals of 95 %.",
  settings: correlationSettings,
  example: {
    title: 'Search against evaluation',
    x: { metric: 'validation.errorPercent', stage: 'search' },
    y: { metric: 'test.errorPercent', stage: 'evaluate' },
  },
  check: (view, report, path) => [...checkPairs(view, report, path), ...checkPublished(view, report, path)],
  reads: ({ x, y }) => [x, y].map(metricColumn),
  rows: ({ rows }, jobs) => reportRows(rows, { jobs }),
  resolve: (report: CorrelationReport, declared: readonly DeclaredMetric[]) => ({
    ...report,
    x: withLabel(report.x, declared),
    y: withLabel(report.y, declared),
  }),
  gather: (report, source) => ok(gatherPairs(report, source)),
  compute: computeCorrelation,
  data: pairsData('correlation'),
  files: renderCorrelation,
  compare: comparePairs,
});

export function renderCorrelation(table: CorrelationTable, experiment: string) {
  return tableFiles({ experiment, name: table.name }, correlationTableText(table), {
    csv: renderCorrelationCsv(table),
    json: renderCorrelationJson(table),
    provenance: renderCorrelationProvenance(table),
  });
}
