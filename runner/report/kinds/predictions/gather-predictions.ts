/** One picture for each method variant: that of the job with the lowest seed. */
import { byCodeUnit, canonicalJson } from '../../../../schemas/canonical.ts';
import type { Sha256 } from '../../../../schemas/ids.ts';
import { predictionsLegendName, predictionsName } from '../../../../schemas/predictions.ts';
import { fail, ok, type Result } from '../../../../schemas/result.ts';
import { jobsOf, type Row, reportRows } from '../../gather/rows.ts';
import { missingOf, parted, recordOf, sourceOf } from '../../gather/values.ts';
import type { JobSource, MissingValue } from '../../report-input.ts';
import type { Named } from '../../report-kind.ts';
import type { ReportJob, ReportSource } from '../../report-source.ts';
import { bySeed } from '../../seed-order.ts';
import type { NoPictures, PredictionsProblem } from './predictions-problem.ts';
import type { PredictionsReport } from './settings.ts';
import { readSheet, type Sheet } from './sheet.ts';

interface PicturedJob extends JobSource {
  readonly job: string;
  /** Of the picture. */
  readonly digest: Sha256;
  readonly png: Uint8Array;
  readonly legend: string;
}

export interface PredictionsRow {
  readonly label: string;
  readonly jobs: readonly JobSource[];
  readonly missing: readonly MissingValue[];
  /** Null where no job of the row has run. */
  readonly shown: (JobSource & Pick<PicturedJob, 'job' | 'digest'> & { readonly sheet: Sheet }) | null;
}

export interface PredictionsInput extends Named<PredictionsReport> {
  readonly rows: readonly PredictionsRow[];
}

export function gatherPredictions(
  { name, settings }: Named<PredictionsReport>,
  source: ReportSource,
): Result<PredictionsInput, PredictionsProblem> {
  const path = `reports.${name}`;
  const rows: PredictionsRow[] = [];
  let first: { readonly job: string; readonly legend: string } | undefined;
  for (const row of reportRows('method', source)) {
    const found = picturesOf(row, settings.stage, source);
    if (!found.ok) return fail(...found.failures.map((problem) => ({ ...problem, path })));
    const { values, missing } = parted(found.value);
    const jobs = [...values].sort(bySeed);
    const [shown] = jobs;
    if (shown === undefined) {
      rows.push({ label: row.input.label, jobs: [], missing, shown: null });
      continue;
    }
    const { job, png, legend } = shown;
    const sheet = readSheet(png, legend);
    if (!sheet.ok) return fail({ reason: 'broken-pictures', path, job, message: sheet.failures.join('; ') });
    const own = { job, legend: canonicalJson(sheet.value.legend) };
    first ??= own;
    if (first.legend !== own.legend) return fail({ reason: 'other-images', path, job, other: first.job });
    rows.push({
      ...{ label: row.input.label, missing },
      jobs: jobs.map(withoutPictures),
      shown: { ...withoutPictures(shown), job, digest: shown.digest, sheet: sheet.value },
    });
  }
  return ok({ name, settings, rows });
}

const withoutPictures = ({ seed, seedSet, jobKey, artifactId, commit, dirty }: PicturedJob): JobSource => ({
  ...{ seed, seedSet, jobKey, artifactId, commit, dirty },
});

function picturesOf(
  row: Row,
  stage: string,
  source: ReportSource,
): Result<(PicturedJob | MissingValue)[], NoPictures & { readonly job: string }> {
  const found: (PicturedJob | MissingValue)[] = [];
  for (const job of jobsOf(row, stage)) {
    const one = pictureOf(job, source);
    if (!one.ok) return one;
    found.push(one.value);
  }
  return ok(found);
}

function pictureOf(
  job: ReportJob,
  source: ReportSource,
): Result<PicturedJob | MissingValue, NoPictures & { readonly job: string }> {
  const record = recordOf(job, source);
  if ('reason' in record) return ok(record);
  const files = Object.keys(record.outputs);
  if (!files.includes(predictionsName) || !files.includes(predictionsLegendName))
    return fail({ reason: 'no-pictures', job: job.label, found: files.sort(byCodeUnit) });
  const digest = record.outputs[predictionsName]?.digest;
  const png = source.bytesOf(record, predictionsName);
  const legend = source.bytesOf(record, predictionsLegendName);
  if (digest === undefined || png === undefined || legend === undefined)
    return ok(missingOf(job, 'not-measured'));
  const text = new TextDecoder().decode(legend);
  return ok({ ...sourceOf(job, record), job: job.label, digest, png, legend: text });
}
