/** Removes what nothing refers to. It holds a lock that keeps new jobs out and refuses to start while one runs. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JobKey } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { findGarbage, type GcItem } from './garbage.ts';
import type { Layout } from './layout.ts';
import { acquireLock, lockHolder, lockNames, removeStaleLocks } from './lock.ts';
import type { RecordFiles } from './record-files.ts';
import type { StoreBusy } from './store-problem.ts';

export interface GcOptions {
  /** Only say what would be removed. */
  readonly dryRun: boolean;
  /** Records of other jobs are removed too. Undefined keeps every record. */
  readonly keep?: ReadonlySet<JobKey>;
}

export interface GcReport {
  /** Removed, or to be removed in a dry run; grouped by kind, sorted by path. */
  readonly items: readonly GcItem[];
  readonly bytes: number;
}

/** Name of the lock; no job key looks like it. */
export const gcLock = 'gc';

export function collectGarbage(
  layout: Layout,
  records: RecordFiles,
  options: GcOptions,
  now: string,
): Result<GcReport, StoreBusy> {
  const attempt = acquireLock(layout.locks, gcLock, now);
  if (!attempt.acquired) return fail({ reason: 'store-busy', heldBy: attempt.heldBy });
  try {
    for (const name of lockNames(layout.locks)) {
      const heldBy = name === gcLock ? undefined : lockHolder(layout.locks, name);
      if (heldBy !== undefined) return fail({ reason: 'store-busy', heldBy });
    }
    const items = findGarbage(layout, records, options.keep, Date.parse(now));
    if (!options.dryRun) {
      for (const { path } of items) rmSync(join(layout.root, path), { recursive: true, force: true });
      removeStaleLocks(layout.locks, now);
    }
    return ok({ items, bytes: items.reduce((sum, { bytes }) => sum + bytes, 0) });
  } finally {
    attempt.lock.release();
  }
}
