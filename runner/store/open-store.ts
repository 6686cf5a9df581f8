/** A store in a folder. Opening it writes nothing; folders appear with the first write. */

import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { replaceFile } from '../util/atomic-file.ts';
import { systemClock } from '../util/clock.ts';
import { type DurableFiles, durableFiles } from '../util/durable-files.ts';
import { unlessMissing } from '../util/system-error.ts';
import { adopt } from './adopt.ts';
import { claim } from './claim.ts';
import { cleanStaging, stagingName } from './clean-staging.ts';
import { catchDiskFull } from './disk-full.ts';
import { fsck } from './fsck.ts';
import { collectGarbage } from './gc.ts';
import { openJournal, readJournal } from './journal.ts';
import { expectFolderName, type Layout, layoutOf } from './layout.ts';
import { acquireLock } from './lock.ts';
import { ObjectFiles } from './object-files.ts';
import { RecordFiles } from './record-files.ts';
import { outputUses } from './record-objects.ts';
import type { Store } from './store.ts';
import type { DiskFull, ObjectCorrupt, ObjectProblem, RecordInvalid } from './store-problem.ts';

export interface StoreOptions {
  /** Told of everything that is moved to quarantine, at that moment. */
  readonly onQuarantine?: (problem: ObjectCorrupt | RecordInvalid) => void;
  /** The time written into locks: ISO 8601, UTC. */
  readonly now?: () => string;
  readonly files?: DurableFiles;
}

export function openStore(folder: string, options: StoreOptions = {}): Store {
  const {
    onQuarantine = () => {},
    now = () => systemClock.date().toISOString(),
    files = durableFiles,
  } = options;
  const root = resolve(folder);
  const layout = layoutOf(root);
  const objects = new ObjectFiles(layout, files, onQuarantine);
  const records = new RecordFiles(layout, files, onQuarantine);
  const findComplete = (key: JobKey): JobRecord | undefined => {
    const record = records.find(key);
    return record !== undefined && checkPresence(objects, record).length === 0 ? record : undefined;
  };
  const place = { layout, objects, records, findComplete, now };
  const store: Store = {
    root,
    findRecord: (key) => records.find(key),
    outputLookup: () => records.outputLookup(),
    records: () => records.all(),
    checkOutputs: (record, { verify }) =>
      verify === 'presence' ? checkPresence(objects, record) : checkContent(objects, record),
    readObject: (digest) => objects.read(digest),
    verifiedPath: (digest) => objects.verify(digest),
    putObject: (content) => putObject(layout, objects, content, now()),
    claim: (key, { recompute = false } = {}) => claim(place, key, recompute),
    forget: (key) => records.remove(key),
    openJournal: (runId) => openJournal(layout, runId),
    readJournal: (runId) => readJournal(layout, runId),
    runs: () => (unlessMissing(() => readdirSync(layout.runs)) ?? []).sort(byCodeUnit),
    writeReport: (id, content) => writeReport(layout, files, id, content),
    adopt: (other, key) => adopt(store, other, key),
    cleanStaging: () => cleanStaging(layout, now()),
    fsck: () => fsck(place),
    gc: (gcOptions) => collectGarbage(layout, records, gcOptions, now()),
    freeBytes: () => freeBytes(root),
  };
  return store;
}

function checkPresence(objects: ObjectFiles, record: JobRecord): readonly ObjectProblem[] {
  return outputUses(record).flatMap(({ digest, bytes, use }) => {
    const size = objects.size(digest);
    if (size === undefined) return [{ reason: 'object-missing' as const, digest, use }];
    // A wrong size is a wrong digest; reading it says which, and moves it away.
    return size === bytes ? [] : problemsOf(objects.verify(digest), use);
  });
}

const checkContent = (objects: ObjectFiles, record: JobRecord): readonly ObjectProblem[] =>
  outputUses(record).flatMap(({ digest, use }) => problemsOf(objects.verify(digest), use));

const problemsOf = (
  verified: Result<string, ObjectProblem>,
  use: NonNullable<ObjectProblem['use']>,
): readonly ObjectProblem[] => (verified.ok ? [] : verified.failures.map((problem) => ({ ...problem, use })));

function putObject(
  layout: Layout,
  objects: ObjectFiles,
  content: string | Uint8Array,
  now: string,
): Result<Sha256, DiskFull> {
  const name = `put-${randomUUID()}`;
  return catchDiskFull(layout.objects, content.length, () => {
    const attempt = acquireLock(layout.locks, name, now);
    if (!attempt.acquired) throw new Error(`Internal error: the new lock ${name} is held`);
    const folder = join(layout.staging, stagingName(name, attempt.lock.token));
    try {
      mkdirSync(folder, { recursive: true });
      return objects.write(content, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      attempt.lock.release();
    }
  });
}

function writeReport(
  layout: Layout,
  files: DurableFiles,
  id: string,
  content: Readonly<Record<string, string>>,
): Result<string, DiskFull> {
  const folder = join(layout.reports, expectFolderName(id, 'report id'));
  for (const [name, text] of Object.entries(content)) {
    const path = join(folder, expectFolderName(name, 'report file name'));
    const written = catchDiskFull(path, Buffer.byteLength(text), () => replaceFile(path, text, files));
    if (!written.ok) return fail(...written.failures);
  }
  return ok(folder);
}

/** The folder may not be there yet; its disk is that of the nearest one above it. */
function freeBytes(folder: string): number {
  const state = unlessMissing(() => statfsSync(folder));
  if (state === undefined) return freeBytes(dirname(folder));
  return state.bavail * state.bsize;
}
