/** The values behind a sample, each with the architecture that it is about. */
import { jobsOf, reportRows } from '../gather/rows.ts';
import { parted, recordOf, seedValue } from '../gather/values.ts';
import type { MissingValue } from '../report-input.ts';
import type { Named } from '../report-kind.ts';
import type { ReportJob, ReportSource } from '../report-source.ts';
import type { SampledReport, SampleInput, SampleValue } from './sample-table.ts';

export function gatherSamples<R extends SampledReport>(
  { name, settings }: Named<R>,
  source: ReportSource,
): SampleInput<R> {
  const rows = reportRows(settings.rows ?? 'method', source).map((row) => ({
    ...row.input,
    ...parted(jobsOf(row, settings.stage).map((job) => sampleValue(job, settings, source))),
  }));
  return { name, settings, rows, seedSets: [...new Set(source.jobs.map(({ seedSet }) => seedSet))] };
}

function sampleValue(
  job: ReportJob,
  settings: SampledReport,
  source: ReportSource,
): SampleValue | MissingValue {
  const record = recordOf(job, source);
  if ('reason' in record) return record;
  const value = seedValue(job, settings, source);
  if ('reason' in value) return value;
  return { ...value, architecture: record.material?.inputs['architecture'] ?? null };
}
