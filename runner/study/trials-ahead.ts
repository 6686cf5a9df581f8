/** How many trials the searches of a plan may ask for: they are jobs that no graph holds beforehand. */
import { isJsonObject } from '../../schemas/manifest.ts';
import { isDriver } from '../graph/driver.ts';
import type { PlannedJob } from '../graph/plan.ts';

export interface TrialsAhead {
  /** Those that are not in the store. */
  readonly searches: number;
  /** For all of them; null where one ends by its logical time or its epochs alone. Searches may share trials, and find them in the store. */
  readonly atMost: number | null;
}

export function trialsAhead(jobs: readonly PlannedJob[]): TrialsAhead {
  const asking = jobs.filter(({ status, job }) => status !== 'hit' && isDriver(job));
  let atMost: number | null = 0;
  for (const { job } of asking) {
    const method = job.parameters['method'];
    const evaluations = isJsonObject(method) ? method['evaluations'] : 0;
    atMost =
      typeof evaluations === 'number' && evaluations > 0 && atMost !== null ? atMost + evaluations : null;
  }
  return { searches: asking.length, atMost };
}
