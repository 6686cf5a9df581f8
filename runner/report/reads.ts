/** What a report reads, for whoever asks which jobs stand behind a number. */
import type { MetricName } from '../../schemas/metrics.ts';
import type { ReportRows } from './settings/shared.ts';

export interface Reads {
  readonly rows: ReportRows;
  /** Whether a method has a row, or stands in that of another; all do where it is left out. */
  readonly shows?: (method: string) => boolean;
  /** In the order of the report. A metric that is shown in several ways, such as its mean and its best, comes as often. */
  readonly columns: readonly ReadColumn[];
}

export interface ReadColumn {
  /** A metric, a field of trajectories or a file. */
  readonly reads: string;
  readonly label: string;
  readonly stage: string;
  /** Null for what is no metric. */
  readonly metric: MetricName | null;
}

interface Measured {
  readonly metric: MetricName;
  readonly stage: string;
  /** Filled in when a report is resolved. */
  readonly label?: string;
}

export const readMetric = ({ metric, stage, label = metric }: Measured): ReadColumn => ({
  reads: metric,
  label,
  stage,
  metric,
});
