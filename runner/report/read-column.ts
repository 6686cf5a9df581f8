/** What a column of a report is read from, for those who ask which jobs stand behind a cell. */
import { type MetricInfo, type MetricName, metricInfo } from '../../schemas/metrics.ts';
import type { ReportMetric } from './settings/shared.ts';

export type ShownStatistic = 'mean' | 'best' | 'median' | 'worst';

export interface ReadColumn {
  /** A metric, a field of trajectories or a file. */
  readonly reads: string;
  readonly label: string;
  readonly stage: string;
  /** Null for what is no metric. */
  readonly metric: MetricName | null;
  /** Of a metric that the task declares. */
  readonly info?: MetricInfo;
  /** The statistic of the values that it shows; absent for the mean. */
  readonly show?: ShownStatistic;
}

/** How the values of a column are shown; null for what is no metric. */
export const columnInfo = ({ metric, info }: Pick<ReadColumn, 'metric' | 'info'>): MetricInfo | null =>
  info ?? (metric === null ? null : metricInfo(metric));

export const metricColumn = ({ metric, stage, label, info }: ReportMetric): ReadColumn => ({
  ...{ reads: metric, label, stage, metric },
  ...(info === undefined ? {} : { info }),
});
