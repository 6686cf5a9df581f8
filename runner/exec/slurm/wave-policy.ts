/**
 * When the jobs that wait are handed in. Jobs that become ready together belong in one array; and while Slurm has jobs of
 * ours that it has not begun, another few would begin no sooner, so that they wait for more to come.
 */

/** After the last job came, for more of the same moment. */
const gatherMs = 200;
/** And for no longer than this. */
const longestGatherMs = 5_000;
/** Jobs are held back for longer than this only where they are few beside those that Slurm has, */
const holdMs = 30_000;
const few = 1 / 16;
/** and for no longer than this, since time in Slurm's queue counts for their turn. */
const longestHoldMs = 600_000;

export interface WaitingJobs {
  readonly count: number;
  /** Since the first and the last of them came. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Jobs that Slurm has and has not begun. */
  readonly pending: number;
  /** The most that one array may have. */
  readonly most: number;
}

export function isDue({ count, firstMs, lastMs, pending, most }: WaitingJobs): boolean {
  if (count === 0) return false;
  if (count >= most) return true;
  if (lastMs < gatherMs && firstMs < longestGatherMs) return false;
  if (count >= pending / 2 || firstMs >= longestHoldMs) return true;
  return firstMs >= holdMs && count >= pending * few;
}
