/** A look-up that ends in a hit or in the right to compute: whoever has a claim is the only one at work on its key. */
import { rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JobKey } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { makeFolder } from '../util/make-folder.ts';
import { unlessRefused } from '../util/system-error.ts';
import { stagingName } from './clean-staging.ts';
import { catchDiskFull } from './disk-full.ts';
import type { FailedJobs } from './failed-jobs.ts';
import { gcLock } from './gc.ts';
import type { Layout } from './layout.ts';
import { acquireLock, type Lock, type LockAttempt, lockHolder } from './lock.ts';
import type { ObjectFiles } from './object-files.ts';
import type { OutputIndex } from './output-index.ts';
import { publish } from './publish.ts';
import type { RecordFiles } from './record-files.ts';
import type { Claim, ClaimOptions, ClaimOutcome } from './store.ts';

export interface ClaimPlace {
  readonly layout: Layout;
  readonly objects: ObjectFiles;
  readonly records: RecordFiles;
  readonly failures: FailedJobs;
  readonly index: OutputIndex;
  /** A record with all its objects. */
  readonly findComplete: (key: JobKey) => JobRecord | undefined;
  readonly now: () => string;
}

export function claim(place: ClaimPlace, key: JobKey, options: ClaimOptions): ClaimOutcome {
  const { recompute = false, accepts = () => true } = options;
  const findHit = (): JobRecord | undefined => {
    const record = recompute ? undefined : place.findComplete(key);
    return record !== undefined && accepts(record) ? record : undefined;
  };
  const early = findHit();
  if (early !== undefined) return { outcome: 'hit', record: early };
  const attempt = catchDiskFull(place.layout.locks, 4096, () => lockJob(place, key));
  if (!attempt.ok) return { outcome: 'disk-full', problem: attempt.failures[0] };
  if (!attempt.value.acquired) return { outcome: 'held', heldBy: attempt.value.heldBy };
  const { lock } = attempt.value;
  // The holder before us may have published between the look-up and the lock.
  const late = findHit();
  if (late !== undefined) {
    lock.release();
    return { outcome: 'hit', record: late };
  }
  return makeClaim(place, key, lock);
}

/** Job locks and the lock of `gc` are taken first and checked second, so that of two at once one always sees the other. */
function lockJob(place: ClaimPlace, key: JobKey): LockAttempt {
  const { locks } = place.layout;
  const attempt = acquireLock(locks, key, place.now());
  if (!attempt.acquired) return attempt;
  const collector = lockHolder(locks, gcLock);
  if (collector === undefined) return attempt;
  attempt.lock.release();
  return { acquired: false, heldBy: collector };
}

function makeClaim(place: ClaimPlace, key: JobKey, lock: Lock): ClaimOutcome {
  const folder = join(place.layout.staging, stagingName(key, lock.token));
  const stagingFolder = join(folder, 'output');
  const progressFolder = join(place.layout.partial, key);
  const made = catchDiskFull(stagingFolder, 4096, () => {
    makeFolder(stagingFolder);
    makeFolder(progressFolder);
  });
  if (!made.ok) {
    lock.release();
    return { outcome: 'disk-full', problem: made.failures[0] };
  }
  let isOpen = true;
  const result: Claim = {
    key,
    stagingFolder,
    progressFolder,
    publish: (details) => {
      if (!isOpen) throw new Error('Internal error: a claim was published after its release');
      const files = { stagingFolder, temporaryRecord: join(folder, 'record.json') };
      const published = publish({ ...place, ...files }, key, details);
      if (published.ok) {
        place.failures.clear(key);
        unlessRefused(() => rmSync(progressFolder, { recursive: true, force: true }));
      }
      return published;
    },
    release: () => {
      if (!isOpen) return;
      isOpen = false;
      // In this order: a staging folder without a lock would look like one of a dead process.
      rmSync(folder, { recursive: true, force: true });
      removeIfEmpty(progressFolder);
      lock.release();
    },
  };
  return { outcome: 'claimed', claim: result };
}

/** A job that noted nothing leaves nothing. */
function removeIfEmpty(folder: string): void {
  unlessRefused(() => rmdirSync(folder));
}
