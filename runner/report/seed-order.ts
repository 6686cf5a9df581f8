/** The order in which values enter a statistic, so that the order in which jobs finished cannot show. */
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { JobSource } from './report-input.ts';

/** By seed, then seed set. */
export const bySeedAlone = (
  a: Pick<JobSource, 'seed' | 'seedSet'>,
  b: Pick<JobSource, 'seed' | 'seedSet'>,
): number => a.seed - b.seed || byCodeUnit(a.seedSet, b.seedSet);

/** By seed, then seed set, then job key. */
export const bySeed = (a: JobSource, b: JobSource): number =>
  bySeedAlone(a, b) || byCodeUnit(a.jobKey, b.jobKey);
