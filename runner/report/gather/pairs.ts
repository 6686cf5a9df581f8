/** Pairs of values with the same seed. */
import type { MissingValue, PairsCell, SeedPair } from '../report-input.ts';
import type { ReportJob, ReportSource } from '../report-source.ts';
import type { ReportMetric } from '../settings/shared.ts';
import { jobsOf, type Row } from './rows.ts';
import { seedValue } from './values.ts';

/** Pairs the values of one seed: those of one job where both metrics are of one stage. */
export function pairsCell(row: Row, x: ReportMetric, y: ReportMetric, source: ReportSource): PairsCell {
  if (x.stage !== y.stage) return pairsOf(jobsOf(row, x.stage), jobsOf(row, y.stage), x, y, source);
  const jobs = jobsOf(row, x.stage).map((job) => [job, job] as const);
  return cellOf(jobs, x, y, source);
}

/** Pairs the values that the jobs of two rows of one stage have for one seed of one seed set. */
export const comparedCell = (
  row: Row,
  baseline: Row,
  measured: ReportMetric,
  source: ReportSource,
): PairsCell =>
  pairsOf(jobsOf(row, measured.stage), jobsOf(baseline, measured.stage), measured, measured, source);

function pairsOf(
  jobsX: readonly ReportJob[],
  jobsY: readonly ReportJob[],
  x: ReportMetric,
  y: ReportMetric,
  source: ReportSource,
): PairsCell {
  const bySeed = new Map(jobsY.map((job) => [`${job.seedSet}\0${job.seed}`, job]));
  const jobs = jobsX.flatMap((job) => {
    const other = bySeed.get(`${job.seedSet}\0${job.seed}`);
    return other === undefined ? [] : [[job, other] as const];
  });
  return cellOf(jobs, x, y, source);
}

function cellOf(
  jobs: readonly (readonly [ReportJob, ReportJob])[],
  x: ReportMetric,
  y: ReportMetric,
  source: ReportSource,
): PairsCell {
  const pairs: SeedPair[] = [];
  const missing: MissingValue[] = [];
  for (const [jobX, jobY] of jobs) {
    const [valueX, valueY] = [seedValue(jobX, x, source), seedValue(jobY, y, source)];
    if (!('value' in valueX)) missing.push(valueX);
    else if (!('value' in valueY)) missing.push(valueY);
    else pairs.push({ x: valueX, y: valueY });
  }
  return { pairs, missing };
}
