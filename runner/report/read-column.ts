/** What a column of a report is read from, for those who ask which jobs stand behind a cell. */
import type { MetricName } from '../../schemas/metrics.ts';
import type { ReportMetric } from './settings/shared.ts';

export interface ReadColumn {
  /** A metric, a field of trajectories or a file. */
  readonly reads: string;
  readonly label: string;
  readonly stage: string;
  /** Null for what is no metric. */
  readonly metric: MetricName | null;
}

export const metricColumn = ({ metric, stage, label }: ReportMetric): ReadColumn => ({
  ...{ reads: metric, label, stage, metric },
});
