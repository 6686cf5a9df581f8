/** The labels that a report leaves out, from the names of what it shows. */
import { type DeclaredMetric, type MetricInfo, metricCatalog, metricInfo } from '../../../schemas/metrics.ts';
import type { ReportMetric } from './shared.ts';

type Unlabelled<M extends ReportMetric> = Omit<M, 'label'> & { readonly label?: string };

/** @param declared the metrics of the task, where it declares its own */
export const withLabel = <M extends ReportMetric>(measured: M, declared: readonly DeclaredMetric[]): M => {
  const { label }: Unlabelled<M> = measured;
  const own = declared.find(({ name }) => name === measured.metric);
  if (own === undefined) return { ...measured, label: label ?? metricInfo(measured.metric).label };
  const { name: _, ...info } = own;
  return { ...measured, label: label ?? info.label, info };
};

/** How a metric of a report is shown. */
export const infoOf = ({ metric, info }: Pick<ReportMetric, 'metric' | 'info'>): MetricInfo =>
  info ?? metricInfo(metric);

/** How numbers of a field are shown: like the metric whose name it bears, or as they are. */
export function fieldInfo(field: string): Pick<MetricInfo, 'unit' | 'scale'> {
  return metricOf(field) ?? { unit: '' };
}

/** A field that bears the name of a metric is called, and later drawn, like the metric. */
export function fieldLabel(field: string): string {
  const info = metricOf(field);
  if (info === undefined) return field;
  return info.unit === '' ? info.label : `${info.label} (${info.unit})`;
}

function metricOf(field: string): MetricInfo | undefined {
  const catalog: Readonly<Record<string, MetricInfo>> = metricCatalog;
  return Object.hasOwn(catalog, field) ? catalog[field] : undefined;
}
