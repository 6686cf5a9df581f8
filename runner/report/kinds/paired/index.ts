/** Methods against their baselines, seed by seed. */
import type { DeclaredMetric } from '../../../../schemas/metrics.ts';
import { ok } from '../../../../schemas/result.ts';
import { metricColumn } from '../../read-column.ts';
import { tableFiles } from '../../report-files.ts';
import { defineReportKind } from '../../report-kind.ts';
import { withLabel } from '../../settings/label.ts';
import { checkPaired } from './check-paired.ts';
import { comparePaired } from './compare-paired.ts';
import { comparedRows, gatherPaired } from './gather-paired.ts';
import { pairedData, renderPairedCsv, renderPairedJson, renderPairedProvenance } from './paired-data.ts';
import { computePaired, type PairedTable } from './paired-table.ts';
import { pairedText } from './paired-text.ts';
import { type PairedReport, pairedSettings } from './settings.ts';

export const paired = defineReportKind({
  kind: 'paired',
  title: 'Comparison with baselines',
  description:
    'Methods against their baselines, over pairs of values with the same seed: wins, ties, losses, the mean difference, and the p-value of an exact two-sided sign test.',
  settings: pairedSettings,
  example: {
    title: 'Random search with weight sharing against random search',
    metric: 'test.errorPercent',
    stage: 'evaluate',
    baselines: { rsws: 'random' },
  },
  check: checkPaired,
  reads: (report) => [metricColumn(report)],
  rows: comparedRows,
  resolve: (report: PairedReport, declared: readonly DeclaredMetric[]) => withLabel(report, declared),
  gather: (report, source) => ok(gatherPaired(report, source)),
  compute: computePaired,
  data: pairedData,
  files: renderPaired,
  compare: comparePaired,
});

export function renderPaired(table: PairedTable, experiment: string) {
  return tableFiles({ experiment, name: table.name }, pairedText(table), {
    csv: renderPairedCsv(table),
    json: renderPairedJson(table),
    provenance: renderPairedProvenance(table),
  });
}
