/** The rows of a report, and the jobs behind them. */
import type { RowInput } from '../report-input.ts';
import type { ReportJob, ReportSource } from '../report-source.ts';
import type { ReportRows } from '../settings/shared.ts';

export interface Row {
  readonly input: RowInput;
  readonly jobs: readonly ReportJob[];
}

/** In graph order; `method` pools the seed sets of a variant. Here alone rows get the name that people read. */
export function reportRows(rowsAre: ReportRows, { jobs }: Pick<ReportSource, 'jobs'>): Row[] {
  const grouped = new Map<string, Row & { jobs: ReportJob[] }>();
  for (const job of jobs) {
    const seedSet = rowsAre === 'method' ? null : job.seedSet;
    const id = `${job.variant}\0${seedSet ?? ''}`;
    const row = grouped.get(id);
    const input = { label: job.displayName, method: job.method, seedSet };
    if (row === undefined) grouped.set(id, { input, jobs: [job] });
    else row.jobs.push(job);
  }
  return [...grouped.values()];
}

export const jobsOf = ({ jobs }: Row, stage: string): ReportJob[] =>
  jobs.filter((job) => job.stage === stage);
