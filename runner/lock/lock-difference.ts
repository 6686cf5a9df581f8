/** Where a run departs from a lock. */

import { byCodeUnit } from '../../schemas/canonical.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';

export type JobDifference =
  /** The lock or the run has no such job. */
  | { readonly reason: 'only-locked' | 'only-computed'; readonly label: string }
  /** Other code, parameters or inputs: not the same computation. */
  | { readonly reason: 'other-key'; readonly label: string }
  /** The same computation gave other bytes: not reproduced. */
  | { readonly reason: 'other-outputs'; readonly label: string; readonly files: readonly string[] };

export function jobDifference(
  label: string,
  locked: LockedJob | undefined,
  found: LockedJob | undefined,
): JobDifference | undefined {
  if (locked === undefined) return found === undefined ? undefined : { reason: 'only-computed', label };
  if (found === undefined) return { reason: 'only-locked', label };
  if (locked.key !== found.key) return { reason: 'other-key', label };
  const names = [...new Set([...Object.keys(locked.outputs), ...Object.keys(found.outputs)])].sort(
    byCodeUnit,
  );
  const files = names.filter((name) => locked.outputs[name] !== found.outputs[name]);
  return files.length === 0 ? undefined : { reason: 'other-outputs', label, files };
}

/** In graph order, so that the first one is where the results begin to diverge. */
export function lockDifferences(
  locked: Pick<LockedProfile, 'jobs'>,
  found: Pick<LockedProfile, 'jobs'>,
): JobDifference[] {
  const labels = [...new Set([...Object.keys(locked.jobs), ...Object.keys(found.jobs)])];
  return labels
    .map((label) => jobDifference(label, locked.jobs[label], found.jobs[label]))
    .filter((difference) => difference !== undefined);
}
