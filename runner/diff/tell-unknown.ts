/** What a side does not tell, in words; nothing is assumed in its place. */

import { counted } from '../util/counted.ts';
import { groupBy } from '../util/group-by.ts';
import type { Known } from './evidence-view.ts';

/** A clause for each side that does not tell. @param what such as `the manifest` */
export const tellUnknown = (what: string, a: Known<unknown>, b: Known<unknown>): string[] => [
  ...whyUnknown(what, 'a', a),
  ...whyUnknown(what, 'b', b),
];

const whyUnknown = (what: string, side: 'a' | 'b', value: Known<unknown>): string[] =>
  'unknown' in value ? [`${what} of ${side}: ${value.unknown}`] : [];

/** The same for many jobs at once: how many, the first of them, and the reason that it has. */
export function tellUnknownJobs<J extends { readonly label: string }>(
  what: string,
  side: 'a' | 'b',
  jobs: readonly J[],
  part: (job: J) => Known<unknown>,
): string[] {
  const byReason = groupBy(
    jobs.flatMap((job) => {
      const value = part(job);
      return 'unknown' in value ? [{ label: job.label, why: value.unknown }] : [];
    }),
    ({ why }) => why,
  );
  return [...byReason].map(
    ([why, [first, ...more]]) =>
      `${what} of ${counted(more.length + 1, 'job')} of ${side}, first ${first?.label}: ${why}`,
  );
}
