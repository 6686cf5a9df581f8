/** What an engine promises of a rerun, and how well the values that a lock holds were reproduced. */
import type { DeterminismClass } from '../../schemas/engine.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import { type JobMetrics, type MetricName, readMetric } from '../../schemas/metrics.ts';
import { differencesOfJob } from '../lock/lock-difference.ts';
import { isAsGood, isClose, type Verdict } from '../report/compare/verdict.ts';

/** The worst verdict an engine may get and still keep its promise. */
const promised: Readonly<Record<DeterminismClass, Verdict>> = {
  'bit-exact': 'bitwise',
  'device-exact': 'within tolerance',
  tolerance: 'within tolerance',
};

export const keepsPromise = (verdict: Verdict, determinism: DeterminismClass): boolean =>
  isAsGood(verdict, promised[determinism]);

/**
 * The verdict on one cell.
 * @param labels the jobs whose values the cell shows; equal keys imply equal inputs, so these suffice.
 */
export function cellVerdict(
  labels: readonly string[],
  metric: MetricName,
  locked: Pick<LockedProfile, 'jobs'>,
  found: Readonly<Record<string, LockedJob>>,
): Verdict {
  const pairs = labels.map((label) => [locked.jobs[label], found[label]] as const);
  if (labels.every((label) => differencesOfJob(label, locked.jobs[label], found[label]).length === 0))
    return 'bitwise';
  const before = pairs.flatMap(([job]) => valueIn(job?.metrics, metric) ?? []);
  const now = pairs.flatMap(([, job]) => valueIn(job?.metrics, metric) ?? []);
  if (now.length < pairs.length || before.length < pairs.length) return 'missing';
  return compareValues(before, now);
}

function compareValues(before: readonly number[], now: readonly number[]): Verdict {
  if (before.every((value, i) => isClose(value, now[i] ?? Number.NaN))) return 'within tolerance';
  const [a, b] = [summary(before), summary(now)];
  const standardError = Math.sqrt(a.variance / before.length + b.variance / now.length);
  return Math.abs(a.mean - b.mean) <= 2 * standardError ? 'statistical' : 'differs';
}

function summary(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : 0 };
}

function valueIn(metrics: JobMetrics | null | undefined, metric: MetricName): number | undefined {
  return metrics === null || metrics === undefined ? undefined : readMetric(metrics, metric);
}
