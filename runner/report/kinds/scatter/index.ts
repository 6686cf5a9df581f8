/** One metric against another: one point for each seed. */
import type { DeclaredMetric } from '../../../../schemas/metrics.ts';
import { ok } from '../../../../schemas/result.ts';
import { checkPairs } from '../../pairs/check-pairs.ts';
import { comparePairs } from '../../pairs/compare-pairs.ts';
import { type CorrelationTable, computeCorrelation } from '../../pairs/correlation-table.ts';
import { correlationTableText } from '../../pairs/correlation-text.ts';
import { gatherPairs } from '../../pairs/gather-pairs.ts';
import { pairsData, renderCorrelationJson, renderCorrelationProvenance } from '../../pairs/pairs-data.ts';
import { metricColumn } from '../../read-column.ts';
import { figureFiles } from '../../report-files.ts';
import { defineReportKind } from '../../report-kind.ts';
import { withLabel } from '../../settings/label.ts';
import { renderScatterCsv } from './scatter-csv.ts';
import { type AxisScales, scatterFigure } from './scatter-figure.ts';
import { type ScatterReport, scatterSettings } from './settings.ts';

export const scatter = defineReportKind({
  kind: 'scatter',
  title: 'Scatter plot',
  description:
    'A figure of one metric against another: one point for each pair with the same seed, one colour for each method variant.',
  settings: scatterSettings,
  example: {
    title: 'Size against error',
    x: { metric: 'model.parameters', stage: 'evaluate' },
    y: { metric: 'test.errorPercent', stage: 'evaluate' },
    xScale: 'log',
  },
  check: checkPairs,
  reads: ({ x, y }) => [x, y].map(metricColumn),
  resolve: (report: ScatterReport, declared: readonly DeclaredMetric[]) => ({
    ...report,
    x: withLabel(report.x, declared),
    y: withLabel(report.y, declared),
  }),
  gather: (report, source) => ok(gatherPairs(report, source)),
  compute: (input) => ({ table: computeCorrelation(input), scales: input.settings }),
  data: pairsData('scatter'),
  files: ({ table, scales }, experiment) => renderScatter(table, scales, experiment),
  compare: comparePairs,
});

export function renderScatter(table: CorrelationTable, scales: AxisScales, experiment: string) {
  const text = correlationTableText(table);
  return figureFiles({ experiment, name: table.name }, text, scatterFigure(table, scales, text.warning), {
    csv: renderScatterCsv(table),
    json: renderCorrelationJson(table),
    provenance: renderCorrelationProvenance(table),
  });
}
