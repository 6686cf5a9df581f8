/**
 * What a report reads, whatever its kind: each part of its settings that names a stage reads a metric, a field or a file of
 * that stage's jobs.
 */
import { type MetricName, metricCatalog } from '../../schemas/metrics.ts';

export interface ReadColumn {
  /** A metric, a field of trajectories or a file; `jobs` where the report reads none of these. */
  readonly reads: string;
  readonly label: string;
  readonly stage: string;
  /** Null for what is no metric. */
  readonly metric: MetricName | null;
}

/**
 * In the order of the settings. A metric that is shown in several ways, such as its mean and its best, comes as often.
 * @param settings of a resolved report, in which every default is filled in.
 */
export function readColumns(settings: object): readonly ReadColumn[] {
  const { stage, metric, y, file, label, yLabel }: Written = settings;
  const words = [metric, y, file].filter((word) => typeof word === 'string');
  const [reads = 'jobs'] = words;
  const [shown = reads] = [label, yLabel].filter((word) => typeof word === 'string');
  const own: ReadColumn[] =
    typeof stage === 'string'
      ? [{ reads, label: shown, stage, metric: isMetric(metric) ? metric : null }]
      : [];
  const parts = Object.values(settings).flatMap((part: unknown) => (Array.isArray(part) ? part : [part]));
  return [...own, ...parts.flatMap((part) => (isObject(part) ? readColumns(part) : []))];
}

/** Whatever a part of the settings may have that says what it reads. */
interface Written {
  readonly stage?: unknown;
  readonly metric?: unknown;
  readonly y?: unknown;
  readonly file?: unknown;
  readonly label?: unknown;
  readonly yLabel?: unknown;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isMetric = (word: unknown): word is MetricName =>
  typeof word === 'string' && Object.hasOwn(metricCatalog, word);
