/** A store in a folder. Opening it writes nothing; folders appear with the first write. */
import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { replaceFile } from '../util/atomic-file.ts';
import { systemClock } from '../util/clock.ts';
import { type DurableFiles, durableFiles } from '../util/durable-files.ts';
import { ExplainedError } from '../util/explained-error.ts';
import { makeFolder } from '../util/make-folder.ts';
import { hashOwnFile, isOdd } from '../util/own-file.ts';
import { unlessMissing } from '../util/system-error.ts';
import { adopt } from './adopt.ts';
import { type ClaimPlace, claim } from './claim.ts';
import { cleanStaging, stagingName } from './clean-staging.ts';
import { catchDiskFull } from './disk-full.ts';
import { freeBytes, hasRoom } from './disk-room.ts';
import { FailedJobs } from './failed-jobs.ts';
import { FlushGroup } from './flush-group.ts';
import { fsck } from './fsck.ts';
import { collectGarbage } from './gc.ts';
import { indexEntry, storedJob } from './index-entry.ts';
import { openJournal, readJournal } from './journal.ts';
import { expectFolderName, type Layout, layoutOf } from './layout.ts';
import { acquireLock, breakLock } from './lock.ts';
import { ObjectFiles } from './object-files.ts';
import { type IndexEntry, OutputIndex } from './output-index.ts';
import { expectOwnFolders } from './own-folders.ts';
import { RecordFiles } from './record-files.ts';
import { outputUses } from './record-objects.ts';
import { shardedFiles } from './sharded-files.ts';
import type { Store, StoredJob } from './store.ts';
import type { DiskFull, ObjectCorrupt, ObjectOdd, ObjectProblem, RecordInvalid } from './store-problem.ts';

export interface StoreOptions {
  /** Told of everything that is moved to quarantine, at that moment. */
  readonly onQuarantine?: (problem: ObjectCorrupt | ObjectOdd | RecordInvalid) => void;
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
  const failures = new FailedJobs(layout, files);
  const index = new OutputIndex(layout);
  const group = new FlushGroup(files);
  const place = { layout, files, group, objects, records, failures, index, findComplete, now };
  /** Before anything is made or removed. */
  const guarded = <T>(act: () => T): T => {
    expectOwnFolders(layout);
    return act();
  };
  const store: Store = {
    root,
    findRecord: (key) => records.find(key),
    quickLookup: () => quickLookup(place),
    records: () => records.all(),
    checkOutputs: (record, { verify }) =>
      verify === 'presence' ? checkPresence(objects, record) : checkContent(objects, record),
    readObject: (digest) => objects.read(digest),
    verifiedPath: (digest) => {
      const verified = objects.verify(digest);
      return verified.ok ? ok(objects.path(digest)) : verified;
    },
    putObject: (content) => guarded(() => putObject(layout, objects, content, now())),
    claim: (key, claimOptions = {}) => guarded(() => claim(place, key, claimOptions)),
    forget: (key) => records.remove(key),
    writeFailure: (failed) => guarded(() => failures.write(failed)),
    keepFailedOutput: (key, folder) => guarded(() => failures.keepOutput(key, folder)),
    findFailure: (key) => failures.find(key),
    failureLookup: () => failures.lookup(),
    failures: () => failures.keys().flatMap((key) => failures.find(key) ?? []),
    openJournal: (runId) => guarded(() => openJournal(layout, runId)),
    readJournal: (runId) => readJournal(layout, runId),
    runs: () => (unlessMissing(() => readdirSync(layout.runs)) ?? []).sort(byCodeUnit),
    writeReport: (id, content) => guarded(() => writeReport(layout, files, id, content)),
    reportDigest: (id, file) => reportDigest(layout, id, file),
    adopt: (other, key) => adopt(store, other, key),
    cleanStaging: () => guarded(() => cleanStaging(layout, now())),
    fsck: (fsckOptions) => fsck(place, fsckOptions),
    gc: (gcOptions) => guarded(() => collectGarbage(layout, records, gcOptions, now())),
    breakLock: (name) => guarded(() => breakLock(layout.locks, expectFolderName(name, 'name of a lock'))),
    freeBytes: () => freeBytes(root),
    hasRoom: (bytes) => hasRoom(layout, files, bytes),
  };
  return store;
}

function checkPresence(objects: ObjectFiles, record: JobRecord): readonly ObjectProblem[] {
  // A wrong size is a wrong digest; reading it says which, and moves it away.
  return outputUses(record).flatMap((output) =>
    objects.state(output.digest)?.size === output.bytes ? [] : checkOutput(objects, output),
  );
}

const checkContent = (objects: ObjectFiles, record: JobRecord): readonly ObjectProblem[] =>
  outputUses(record).flatMap((output) => checkOutput(objects, output));

function checkOutput(
  objects: ObjectFiles,
  { digest, bytes, use }: ReturnType<typeof outputUses>[number],
): readonly ObjectProblem[] {
  const verified = objects.verify(digest);
  if (!verified.ok) return verified.failures.map((problem) => ({ ...problem, use }));
  const found = verified.value.bytes;
  return found === bytes ? [] : [{ reason: 'object-size', digest, recorded: bytes, found, use }];
}

/** The records are listed once, since a look at each would be slow. */
function quickLookup({
  layout,
  objects,
  records,
  index,
}: QuickPlace): (key: JobKey) => StoredJob | undefined {
  const present = new Set(shardedFiles(layout.records).map(({ name }) => name));
  return (key) => {
    if (!present.has(`${key}.json`)) return undefined;
    const indexed = index.find(key);
    const written = records.writtenAt(key);
    if (written === undefined) return undefined;
    if (indexed?.written === written) return storedJob(indexed, objects);
    const record = records.find(key);
    if (record === undefined) return undefined;
    const entry = indexEntry(record, written, objects);
    const stored = storedJob({ ...entry, outputs: unseen(entry.outputs) }, objects);
    if (stored.unusable.length === 0) index.add(key, entry);
    return stored;
  };
}

type QuickPlace = Pick<ClaimPlace, 'layout' | 'objects' | 'records' | 'index'>;

/** Without the times, so that every object is read once before its time is trusted. */
const unseen = (outputs: IndexEntry['outputs']): IndexEntry['outputs'] =>
  Object.fromEntries(Object.entries(outputs).map(([name, [digest, bytes]]) => [name, [digest, bytes, null]]));

function putObject(
  layout: Layout,
  objects: ObjectFiles,
  content: string | Uint8Array,
  now: string,
): Result<Sha256, DiskFull> {
  const name = `put-${randomUUID()}`;
  const stored = catchDiskFull(layout.objects, content.length, () => {
    const attempt = acquireLock(layout.locks, name, now);
    if (!attempt.acquired) throw new Error(`Internal error: the new lock ${name} is held`);
    const folder = join(layout.staging, stagingName(name, attempt.lock.token));
    try {
      makeFolder(folder);
      return objects.write(content, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      attempt.lock.release();
    }
  });
  return stored.ok ? stored.value : stored;
}

/** Undefined where nothing is, or what is there is no file. */
function reportDigest(layout: Layout, id: string, file: string): Sha256 | undefined {
  const folder = join(layout.reports, expectFolderName(id, 'report id'));
  const found = hashOwnFile(join(folder, expectFolderName(file, 'report file name')));
  return found === undefined || isOdd(found) ? undefined : found.digest;
}

function writeReport(
  layout: Layout,
  files: DurableFiles,
  id: string,
  content: Readonly<Record<string, string | Uint8Array>>,
): Result<string, DiskFull> {
  const folder = join(layout.reports, expectFolderName(id, 'report id'));
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    throw new ExplainedError(
      `expected ${folder} to be a folder of the store, found a link`,
      'remove the link',
    );
  }
  for (const [name, bytes] of Object.entries(content)) {
    const path = join(folder, expectFolderName(name, 'report file name'));
    const written = catchDiskFull(path, Buffer.byteLength(bytes), () => replaceFile(path, bytes, files));
    if (!written.ok) return fail(...written.failures);
  }
  return ok(folder);
}
