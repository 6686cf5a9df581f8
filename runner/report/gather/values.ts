/** What single jobs give a report: a value with its source, or why there is none. */
import { readMetric } from '../../../schemas/metrics.ts';
import type { JobSource, MissingValue, SeedValue } from '../report-input.ts';
import type { ReportJob, ReportSource, SourceRecord } from '../report-source.ts';
import type { ReportMetric } from '../settings/shared.ts';

export function recordOf(job: ReportJob, source: ReportSource): SourceRecord | MissingValue {
  const record = source.recordOf(job);
  return typeof record === 'string' ? missingOf(job, record) : record;
}

export function seedValue(
  job: ReportJob,
  { metric }: Pick<ReportMetric, 'metric'>,
  source: ReportSource,
): SeedValue | MissingValue {
  const record = recordOf(job, source);
  if ('reason' in record) return record;
  const metrics = source.metricsOf(record);
  const value = metrics === undefined ? undefined : readMetric(metrics, metric);
  return value === undefined ? missingOf(job, 'not-measured') : { ...sourceOf(job, record), value };
}

export const missingOf = ({ seed, seedSet }: ReportJob, reason: MissingValue['reason']): MissingValue => ({
  seed,
  seedSet,
  reason,
});

export const sourceOf = (
  { seed, seedSet }: ReportJob,
  { key, artifactId, commit, dirtyPatch }: SourceRecord,
): JobSource => ({ seed, seedSet, jobKey: key, artifactId, commit, dirty: dirtyPatch !== null });

export function parted<T extends object>(
  found: readonly (T | MissingValue)[],
): { values: T[]; missing: MissingValue[] } {
  const isMissing = (item: T | MissingValue): item is MissingValue => 'reason' in item;
  return {
    values: found.filter((item): item is T => !isMissing(item)),
    missing: found.filter(isMissing),
  };
}
