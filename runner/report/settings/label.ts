/** The labels that a report leaves out, from the names of what it shows. */
import { type MetricInfo, metricCatalog } from '../../../schemas/metrics.ts';
import type { ReportMetric } from './shared.ts';

type Unlabelled<M extends ReportMetric> = Omit<M, 'label'> & { readonly label?: string };

export const withLabel = <M extends ReportMetric>(measured: M): M => {
  const { label }: Unlabelled<M> = measured;
  return { ...measured, label: label ?? metricCatalog[measured.metric].label };
};

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
