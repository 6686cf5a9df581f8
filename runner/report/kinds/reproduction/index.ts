/** Whether published means were found again: published, reproduced, interval, n and verdict side by side. */
import type { DeclaredMetric } from '../../../../schemas/metrics.ts';
import { ok } from '../../../../schemas/result.ts';
import { checkPublished } from '../../check/methods.ts';
import { checkMeasured } from '../../check/stages.ts';
import { reportRows } from '../../gather/rows.ts';
import { metricColumn } from '../../read-column.ts';
import { tableFiles } from '../../report-files.ts';
import { defineReportKind } from '../../report-kind.ts';
import { compareSamples } from '../../samples/compare-samples.ts';
import { gatherSamples } from '../../samples/gather-samples.ts';
import { renderSampleJson, renderSampleProvenance } from '../../samples/sample-data.ts';
import { type SampleTable, sampleTable } from '../../samples/sample-table.ts';
import { withLabel } from '../../settings/label.ts';
import { judgeRows } from './judge-rows.ts';
import { judgedJson, renderReproductionCsv, reproductionData } from './reproduction-data.ts';
import { reproductionText } from './reproduction-text.ts';
import { type ReproductionReport, reproductionSettings } from './settings.ts';

export const reproduction = defineReportKind({
  kind: 'reproduction',
  title: 'Comparison with published values',
  description:
    'Published and reproduced mean of a metric with interval, n and a verdict of two tests: reproduced, differs, or cannot be told.',
  settings: reproductionSettings,
  example: {
    title: 'Test error against the paper',
    metric: 'test.errorPercent',
    stage: 'evaluate',
    published: { rsws: { mean: 2.85, std: 0.08, n: 10 } },
  },
  check: (...asked) => [...checkMeasured(...asked), ...checkPublished(...asked)],
  reads: (report) => [metricColumn(report)],
  rows: ({ rows }, jobs) => reportRows(rows, { jobs }),
  resolve: (report: ReproductionReport, declared: readonly DeclaredMetric[]) => withLabel(report, declared),
  gather: (report, source) => ok(gatherSamples(report, source)),
  compute: (input) => ({ table: sampleTable(input), settings: input.settings }),
  data: reproductionData,
  files: ({ table, settings }, experiment) => renderReproduction(table, settings, experiment),
  compare: compareSamples,
});

export function renderReproduction(
  table: SampleTable,
  { published, margin }: Pick<ReproductionReport, 'published' | 'margin'>,
  experiment: string,
) {
  const judged = judgeRows(table, published, margin);
  return tableFiles({ experiment, name: table.name }, reproductionText(table, judged, margin), {
    csv: renderReproductionCsv(table, judged),
    json: renderSampleJson(table, judgedJson(judged, margin)),
    provenance: renderSampleProvenance(table),
  });
}
