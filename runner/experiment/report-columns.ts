/** What a report reads: a metric, field or file of the jobs of a stage for each of its columns. */
import type { MetricName } from '../../schemas/metrics.ts';
import type { ReportSettings } from '../../schemas/reports.ts';

export interface ReadColumn {
  /** A metric, a field of trajectories or a file. */
  readonly reads: string;
  readonly label: string;
  readonly stage: string;
  /** Null for what is no metric. */
  readonly metric: MetricName | null;
}

/** In the order of the report. A metric that is shown in several ways, such as its mean and its best, comes as often. */
export function readColumns(settings: ReportSettings): readonly ReadColumn[] {
  switch (settings.kind) {
    case 'table':
      return settings.columns.map(ofMetric);
    case 'correlation':
    case 'scatter':
      return [settings.x, settings.y].map(ofMetric);
    case 'paired':
      return [ofMetric(settings)];
    case 'curve':
      return [{ reads: settings.y, label: settings.yLabel, stage: settings.stage, metric: null }];
    case 'rows':
      return [{ reads: settings.file, label: settings.file, stage: settings.stage, metric: null }];
    default:
      return settings satisfies never;
  }
}

const ofMetric = ({
  metric,
  stage,
  label,
}: {
  readonly metric: MetricName;
  readonly stage: string;
  readonly label: string;
}): ReadColumn => ({ reads: metric, label, stage, metric });
