/** The rows of a report, and the jobs behind them. */
import type { RowInput } from '../report-input.ts';
import type { ReportJob } from '../report-source.ts';
import type { ReportRows } from '../settings/shared.ts';

export interface Row<J extends ReportJob = ReportJob> {
  readonly input: RowInput;
  readonly jobs: readonly J[];
}

/** In graph order; `method` pools the seed sets of a variant. */
export function reportRows<J extends ReportJob>(
  rowsAre: ReportRows,
  { jobs }: { readonly jobs: readonly J[] },
): Row<J>[] {
  const labels = labelsOf(jobs);
  const grouped = new Map<string, Row<J> & { jobs: J[] }>();
  for (const job of jobs) {
    const seedSet = rowsAre === 'method' ? null : job.seedSet;
    const id = `${job.variant}\0${seedSet ?? ''}`;
    const row = grouped.get(id);
    const input = { label: labels.get(job.variant) ?? job.variant, method: job.method, seedSet };
    if (row === undefined) grouped.set(id, { input, jobs: [job] });
    else row.jobs.push(job);
  }
  return [...grouped.values()];
}

/**
 * By variant, the name that people read: the one place that makes it. A name that a manifest gives to several variants is
 * followed by that of the variant, since rows of one name could not be told apart, and lines of a figure would be one.
 */
function labelsOf(jobs: readonly ReportJob[]): ReadonlyMap<string, string> {
  const names = new Map(jobs.map(({ variant, displayName }) => [variant, displayName]));
  const uses = new Map<string, number>();
  for (const name of names.values()) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map(
    [...names].map(([variant, name]) => [variant, uses.get(name) === 1 ? name : `${name} (${variant})`]),
  );
}

export const jobsOf = ({ jobs }: Row, stage: string): ReportJob[] =>
  jobs.filter((job) => job.stage === stage);
