/** Removes what nothing refers to. It holds a lock that keeps new jobs out and refuses to start while one runs. */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { type JobKey, toSha256 } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { unlessMissing } from '../util/system-error.ts';
import { staleStaging } from './clean-staging.ts';
import { type Layout, objectPath, recordPath } from './layout.ts';
import { acquireLock, lockHolder, lockNames } from './lock.ts';
import type { RecordFiles } from './record-files.ts';
import { objectUses } from './record-objects.ts';
import { objectDigests } from './sharded-files.ts';
import type { StoreBusy } from './store-problem.ts';

export interface GcOptions {
  /** Only say what would be removed. */
  readonly dryRun: boolean;
  /** Records of other jobs are removed too. Undefined keeps every record. */
  readonly keep?: ReadonlySet<JobKey>;
}

export interface GcItem {
  readonly kind: 'record' | 'object' | 'staging' | 'quarantine';
  /** Relative to the store. */
  readonly path: string;
  readonly bytes: number;
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
    const items = findGarbage(layout, records, options.keep);
    if (!options.dryRun) {
      for (const { path } of items) rmSync(join(layout.root, path), { recursive: true, force: true });
    }
    return ok({ items, bytes: items.reduce((sum, { bytes }) => sum + bytes, 0) });
  } finally {
    attempt.lock.release();
  }
}

/** Records come first, so that a crash in between leaves orphans and no record without its objects. */
function findGarbage(
  layout: Layout,
  records: RecordFiles,
  keep: ReadonlySet<JobKey> | undefined,
): readonly GcItem[] {
  const used = new Set<string>();
  const unwanted: string[] = [];
  for (const record of records.all()) {
    if (keep !== undefined && !keep.has(record.key)) unwanted.push(recordPath(layout, record.key));
    else for (const { digest } of objectUses(record)) used.add(digest);
  }
  const orphans = objectDigests(layout)
    .filter((digest) => !used.has(digest))
    .map((digest) => objectPath(layout, toSha256(digest)));
  const quarantined = (unlessMissing(() => readdirSync(layout.quarantine)) ?? [])
    .sort(byCodeUnit)
    .map((name) => join(layout.quarantine, name));
  const item = (kind: GcItem['kind']) => (path: string) => ({
    kind,
    path: relative(layout.root, path),
    bytes: sizeOf(path),
  });
  return [
    ...unwanted.map(item('record')),
    ...orphans.map(item('object')),
    ...[...staleStaging(layout)].sort(byCodeUnit).map(item('staging')),
    ...quarantined.map(item('quarantine')),
  ];
}

function sizeOf(path: string): number {
  const state = lstatSync(path);
  if (!state.isDirectory()) return state.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
