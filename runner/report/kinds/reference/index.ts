/** Methods against the median of a reference, such as cells that chance drew. */
import type { DeclaredMetric } from '../../../../schemas/metrics.ts';
import { ok } from '../../../../schemas/result.ts';
import { metricColumn } from '../../read-column.ts';
import { tableFiles } from '../../report-files.ts';
import { defineReportKind } from '../../report-kind.ts';
import { compareSamples } from '../../samples/compare-samples.ts';
import { gatherSamples } from '../../samples/gather-samples.ts';
import { renderSampleJson, renderSampleProvenance } from '../../samples/sample-data.ts';
import { type SampleTable, sampleTable } from '../../samples/sample-table.ts';
import { withLabel } from '../../settings/label.ts';
import { checkReference } from './check-reference.ts';
import { compareWithMedian } from './compare-with-median.ts';
import { referenceData, referenceJson, renderReferenceCsv } from './reference-data.ts';
import { referenceText } from './reference-text.ts';
import { type ReferenceReport, referenceSettings } from './settings.ts';

export const reference = defineReportKind({
  kind: 'reference',
  title: 'Comparison with a reference sample',
  description:
    'Methods against the median of a reference method, without pairs: how many of their values are better, how far their mean lies off with interval, and the p-value of a permutation test.',
  settings: referenceSettings,
  example: {
    title: 'Found cells against random cells',
    metric: 'test.errorPercent',
    stage: 'evaluate',
    reference: 'random',
  },
  check: checkReference,
  reads: (report) => [metricColumn(report)],
  resolve: (report: ReferenceReport, declared: readonly DeclaredMetric[]) => withLabel(report, declared),
  gather: (report, source) => ok(gatherSamples(report, source)),
  compute: (input) => ({ table: sampleTable(input), method: input.settings.reference }),
  data: referenceData,
  files: ({ table, method }, experiment) => renderReference(table, method, experiment),
  compare: compareSamples,
});

export function renderReference(table: SampleTable, method: string, experiment: string) {
  const found = compareWithMedian(table, method);
  return tableFiles({ experiment, name: table.name }, referenceText(table, found), {
    csv: renderReferenceCsv(table, found),
    json: renderSampleJson(table, referenceJson(found)),
    provenance: renderSampleProvenance(table),
  });
}
