/** A look-up that ends in a hit or in the right to compute: whoever has a claim is the only one at work on its key. */
import { existsSync, readdirSync, rmdirSync, rmSync, unlinkSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobKey } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { DurableFiles } from '../util/durable-files.ts';
import { makeFolder } from '../util/make-folder.ts';
import { unlessRefused, unlessRefusedSoon } from '../util/system-error.ts';
import { stagingName } from './clean-staging.ts';
import { catchDiskFull } from './disk-full.ts';
import type { FailedJobs } from './failed-jobs.ts';
import type { FlushGroup } from './flush-group.ts';
import { flushAlone } from './flush-steps.ts';
import { gcLock } from './gc.ts';
import type { Layout } from './layout.ts';
import { acquireLock, type Lock, type LockAttempt, lockHolder } from './lock.ts';
import type { ObjectFiles } from './object-files.ts';
import type { OutputIndex } from './output-index.ts';
import { publish } from './publish.ts';
import type { RecordFiles } from './record-files.ts';
import type { Claim, ClaimOptions, ClaimOutcome, PublishDetails } from './store.ts';

export interface ClaimPlace {
  readonly layout: Layout;
  readonly objects: ObjectFiles;
  readonly records: RecordFiles;
  readonly failures: FailedJobs;
  readonly index: OutputIndex;
  /** A record with all its objects. */
  readonly findComplete: (key: JobKey) => JobRecord | undefined;
  readonly now: () => string;
  readonly files: DurableFiles;
  /** Of publications that share their flushes. */
  readonly group: FlushGroup;
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
  const steps = (details: PublishDetails) => {
    if (!isOpen) throw new Error('Internal error: a claim was published after its release');
    const files = { stagingFolder, temporaryRecord: join(folder, 'record.json') };
    return publish({ ...place, ...files }, key, details);
  };
  const result: Claim = {
    key,
    stagingFolder,
    progressFolder,
    publish: (details) => {
      const published = flushAlone(steps(details), place.files);
      if (published.ok) {
        place.failures.clear(key);
        removeFolder(progressFolder);
      }
      return published;
    },
    publishInGroup: async (details) => {
      const published = await place.group.run(steps(details));
      if (published.ok) {
        place.failures.clear(key);
        await removeFolderSoon(progressFolder);
      }
      return published;
    },
    release: () => {
      if (!isOpen) return;
      isOpen = false;
      // In this order: a staging folder without a lock would look like one of a dead process.
      rmSync(folder, { recursive: true, force: true });
      if (existsSync(progressFolder)) removeIfEmpty(progressFolder);
      lock.release();
    },
    releaseSoon: async () => {
      if (!isOpen) return;
      isOpen = false;
      await removeStagingSoon(folder, stagingFolder);
      if (existsSync(progressFolder)) await unlessRefusedSoon(() => rmdir(progressFolder));
      lock.release();
    },
  };
  return { outcome: 'claimed', claim: result };
}

/**
 * Beside other work, since some disks take their time to remove a folder. As most jobs leave it: files in the folder of
 * outputs, which takes a third of the time of a removal of whatever is there.
 */
async function removeStagingSoon(folder: string, output: string): Promise<void> {
  const isRemoved = await unlessRefusedSoon(async () => {
    for (const name of readdirSync(output)) unlinkSync(`${output}/${name}`);
    await rmdir(output);
    await rmdir(folder);
    return true;
  });
  if (isRemoved !== true) rmSync(folder, { recursive: true, force: true });
}

/** Mostly it is empty. */
function removeFolder(folder: string): void {
  unlessRefused(() => rmdirSync(folder));
  if (existsSync(folder)) unlessRefused(() => rmSync(folder, { recursive: true, force: true }));
}

async function removeFolderSoon(folder: string): Promise<void> {
  await unlessRefusedSoon(() => rmdir(folder));
  if (existsSync(folder)) removeFolder(folder);
}

/** A job that noted nothing leaves nothing. */
function removeIfEmpty(folder: string): void {
  unlessRefused(() => rmdirSync(folder));
}
