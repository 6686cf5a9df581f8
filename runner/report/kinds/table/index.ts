/** Metrics of stages: one row for each method variant. */

import { isJsonObject } from '../../../../schemas/manifest.ts';
import type { DeclaredMetric } from '../../../../schemas/metrics.ts';
import { ok } from '../../../../schemas/result.ts';
import { listIn } from '../../../manifest-tree/loose.ts';
import { checkPublished } from '../../check/methods.ts';
import { checkMeasured } from '../../check/stages.ts';
import { jobsOf, reportRows } from '../../gather/rows.ts';
import { parted, seedValue } from '../../gather/values.ts';
import { metricColumn } from '../../read-column.ts';
import { tableFiles } from '../../report-files.ts';
import { defineReportKind } from '../../report-kind.ts';
import { withLabel } from '../../settings/label.ts';
import { compareTables } from './compare-tables.ts';
import { computeReport, type ReportInput, type ReportTable } from './report-table.ts';
import { type TableReport, tableSettings } from './settings.ts';
import { renderCsv } from './table-csv.ts';
import { renderJson, tableData } from './table-data.ts';
import { renderProvenance } from './table-provenance.ts';
import { tableText } from './table-text.ts';

export const table = defineReportKind({
  kind: 'table',
  title: 'Table',
  description: 'One row for each method, one column for each metric.',
  settings: tableSettings,
  example: {
    title: 'Test error',
    rows: 'method',
    columns: [{ metric: 'test.errorPercent', stage: 'evaluate' }],
  },
  check: (view, report, path) => [
    ...listIn(report, 'columns').flatMap((column, i) =>
      isJsonObject(column) ? checkMeasured(view, column, [...path, 'columns', String(i)]) : [],
    ),
    ...checkPublished(view, report, path),
  ],
  reads: ({ columns }) => columns.map((column) => ({ ...metricColumn(column), show: column.show })),
  rows: ({ rows }, jobs) => reportRows(rows, { jobs }),
  resolve: (report: TableReport, declared: readonly DeclaredMetric[]) => ({
    ...report,
    columns: report.columns.map((column) => withLabel(column, declared)),
  }),
  gather({ name, settings }, source) {
    const rows = reportRows(settings.rows, source).map((row) => ({
      ...row.input,
      cells: settings.columns.map((column) =>
        parted(jobsOf(row, column.stage).map((job) => seedValue(job, column, source))),
      ),
    }));
    return ok<ReportInput>({ name, settings, rows });
  },
  compute: computeReport,
  data: tableData,
  files: renderReport,
  compare: compareTables,
});

export function renderReport(table: ReportTable, experiment: string) {
  const data = { csv: renderCsv(table), json: renderJson(table), provenance: renderProvenance(table) };
  return tableFiles({ experiment, name: table.name }, tableText(table), data);
}
