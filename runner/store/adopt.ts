/** Takes a finished job over from another store, such as that of a worktree. */
import { constants, copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JobKey } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { makeFolder } from '../util/make-folder.ts';
import { catchDiskFull } from './disk-full.ts';
import type { Store } from './store.ts';
import type { AdoptProblem, DiskFull, ObjectProblem } from './store-problem.ts';

export function adopt(store: Store, other: Store, key: JobKey): Result<JobRecord, AdoptProblem> {
  const record = other.findRecord(key);
  if (record === undefined) return fail({ reason: 'record-not-found', key });
  const claimed = store.claim(key);
  switch (claimed.outcome) {
    case 'hit':
      return ok(claimed.record);
    case 'held':
      return fail({ reason: 'store-busy', heldBy: claimed.heldBy });
    case 'disk-full':
      return fail(claimed.problem);
  }
  try {
    const copied = copyObjects(store, other, record, claimed.claim.stagingFolder);
    return copied.ok ? claimed.claim.publish(record) : copied;
  } finally {
    claimed.claim.release();
  }
}

function copyObjects(
  store: Store,
  other: Store,
  record: JobRecord,
  folder: string,
): Result<null, ObjectProblem | DiskFull> {
  for (const [name, { digest, bytes }] of Object.entries(record.outputs)) {
    const source = other.verifiedPath(digest);
    if (!source.ok) return source;
    const target = join(folder, name);
    const copied = catchDiskFull(target, bytes, () => {
      makeFolder(dirname(target));
      copyFileSync(source.value, target, constants.COPYFILE_FICLONE);
    });
    if (!copied.ok) return copied;
  }
  if (record.dirtyPatch === null) return ok(null);
  const patch = other.readObject(record.dirtyPatch);
  if (!patch.ok) return patch;
  const stored = store.putObject(patch.value);
  return stored.ok ? ok(null) : stored;
}
