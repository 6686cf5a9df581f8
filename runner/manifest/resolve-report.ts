/** The labels that a report leaves out, from the names of what it shows. */
import { type MetricInfo, metricCatalog } from '../../schemas/metrics.ts';
import type { ReportMetric, ReportSettings, WrittenReport } from '../../schemas/reports.ts';

/** The schema's defaults must be filled in. */
export function resolveReport(report: WrittenReport): ReportSettings {
  switch (report.kind) {
    case 'table':
      return { ...report, columns: report.columns.map((column) => ({ ...column, ...withLabel(column) })) };
    case 'correlation':
      return { ...report, x: withLabel(report.x), y: withLabel(report.y) };
    case 'scatter':
      return { ...report, x: withLabel(report.x), y: withLabel(report.y) };
    case 'paired':
      return { ...report, ...withLabel(report) };
    case 'rows':
      return report;
    case 'curve': {
      const { x, y } = report;
      return { ...report, xLabel: report.xLabel ?? fieldLabel(x), yLabel: report.yLabel ?? fieldLabel(y) };
    }
    default:
      return report satisfies never;
  }
}

const withLabel = (measured: Omit<ReportMetric, 'label'> & { readonly label?: string }): ReportMetric => ({
  ...measured,
  label: measured.label ?? metricCatalog[measured.metric].label,
});

/** A field that bears the name of a metric is called, and later drawn, like the metric. */
function fieldLabel(field: string): string {
  const catalog: Readonly<Record<string, MetricInfo>> = metricCatalog;
  const info = Object.hasOwn(catalog, field) ? catalog[field] : undefined;
  if (info === undefined) return field;
  return info.unit === '' ? info.label : `${info.label} (${info.unit})`;
}
