/** Reads a whole store and says everything that is wrong with it. What cannot be read is a finding, not the end. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { namePattern } from '../../schemas/contract.ts';
import { isSha256, type Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { isOdd, ownFileState } from '../util/own-file.ts';
import { unlessRefused } from '../util/system-error.ts';
import { findingsOf } from './attempt-finding.ts';
import type { FailedJobs } from './failed-jobs.ts';
import { readJournal } from './journal.ts';
import type { Layout } from './layout.ts';
import type { ObjectFiles } from './object-files.ts';
import { linkedFolders } from './own-folders.ts';
import type { RecordFiles } from './record-files.ts';
import { objectUses, outputUses, type UsedObject } from './record-objects.ts';
import { notShards, objectDigests, shardedFiles, unreadableFolders } from './sharded-files.ts';
import type { CommitDiffers, CommitUnknown, FsckFinding } from './store-problem.ts';
import { strayEntry } from './stray-files.ts';

export interface FsckPlace {
  readonly layout: Layout;
  readonly objects: ObjectFiles;
  readonly records: RecordFiles;
  readonly failures: FailedJobs;
}

export interface FsckOptions {
  /** Looks the commit of a record up, where there is a repository to look in. */
  readonly checkCommit?: (record: JobRecord) => Promise<CommitUnknown | CommitDiffers | undefined>;
}

/** Orphans longer than this are not read: nothing uses them. */
const maxOrphanBytes = 2 ** 30;

/**
 * Bad records first, then stray files, bad and missing objects of the records, orphans, journals and what failed jobs
 * left. A job that another process publishes meanwhile can show up as orphans.
 */
export async function fsck(place: FsckPlace, options: FsckOptions = {}): Promise<readonly FsckFinding[]> {
  const { layout, objects } = place;
  const findings: FsckFinding[] = linkedFolders(layout).map((path) => ({ reason: 'folder-linked', path }));
  for (const folder of [layout.objects, layout.records]) findings.push(...unreadableFolders(folder));
  // Before the records, so that an object that arrives together with its record is not taken for an orphan.
  const stored = unlessRefused(() => objectDigests(layout)) ?? [];
  const records = await readRecords(place, findings);
  const used = usedObjects(records);
  findings.push(...strayFiles(layout));
  for (const { digest, use } of used.values()) {
    findings.push(...findingsOf(objects.path(digest), () => verify(objects, digest, use)));
    await setImmediate();
  }
  for (const record of records) {
    findings.push(...wrongSizes(objects, record));
    const problem = await options.checkCommit?.(record);
    if (problem !== undefined) findings.push(problem);
  }
  for (const digest of stored.filter((one) => !used.has(one))) {
    findings.push(...findingsOf(objects.path(digest), () => checkOrphan(objects, digest)));
    await setImmediate();
  }
  return [...findings, ...checkJournals(layout), ...checkFailures(place.failures)];
}

async function readRecords(
  { records: files }: FsckPlace,
  findings: FsckFinding[],
): Promise<readonly JobRecord[]> {
  const records: JobRecord[] = [];
  for (const key of unlessRefused(() => files.keys()) ?? []) {
    const { record, problem } = files.inspect(key);
    if (record !== undefined) records.push(record);
    if (problem !== undefined) findings.push(problem);
    await setImmediate();
  }
  return records;
}

/** Each object once, with the first use of it. */
function usedObjects(records: readonly JobRecord[]): ReadonlyMap<Sha256, UsedObject> {
  const used = new Map<Sha256, UsedObject>();
  for (const object of records.flatMap(objectUses)) {
    if (!used.has(object.digest)) used.set(object.digest, object);
  }
  return used;
}

function verify(objects: ObjectFiles, digest: Sha256, use?: UsedObject['use']): readonly FsckFinding[] {
  const verified = objects.verify(digest);
  if (verified.ok) return [];
  return verified.failures.map((problem) => (use === undefined ? problem : { ...problem, use }));
}

function wrongSizes(objects: ObjectFiles, record: JobRecord): readonly FsckFinding[] {
  return outputUses(record).flatMap(({ digest, bytes, use }) => {
    const found = unlessRefused(() => objects.state(digest))?.size;
    if (found === undefined || found === bytes) return [];
    return [{ reason: 'object-size' as const, digest, recorded: bytes, found, use }];
  });
}

function checkOrphan(objects: ObjectFiles, digest: Sha256): readonly FsckFinding[] {
  const bytes = objects.state(digest)?.size;
  const problems = bytes !== undefined && bytes > maxOrphanBytes ? [] : verify(objects, digest);
  if (problems.length > 0 || bytes === undefined) return problems;
  return [{ reason: 'object-orphan', digest, bytes }];
}

function strayFiles(layout: Layout): readonly FsckFinding[] {
  const strays = (folder: string, ending: string): readonly FsckFinding[] => {
    const beside = (unlessRefused(() => notShards(folder)) ?? []).map((name) => join(folder, name));
    const within = (unlessRefused(() => shardedFiles(folder)) ?? [])
      .filter(({ shard, name }) => {
        const digest = name.slice(0, name.length - ending.length);
        const isOurs = name.endsWith(ending) && isSha256(digest) && digest.startsWith(shard);
        if (!isOurs) return true;
        const state = unlessRefused(() => ownFileState(join(folder, shard, name)));
        // An object that is no file is found where its record is checked, or as an orphan.
        return ending !== '' && state !== undefined && isOdd(state);
      })
      .map(({ shard, name }) => join(folder, shard, name));
    return [...beside, ...within].flatMap((path) => strayEntry(layout, path));
  };
  return [...strays(layout.objects, ''), ...strays(layout.records, '.json')];
}

function checkJournals(layout: Layout): readonly FsckFinding[] {
  const runs = unlessRefused(() => readdirSync(layout.runs, { withFileTypes: true })) ?? [];
  return runs.flatMap((entry) => {
    const path = join(layout.runs, entry.name);
    if (!entry.isDirectory() || !namePattern.test(entry.name)) return strayEntry(layout, path);
    return findingsOf(path, () => readJournal(layout, entry.name)?.problems ?? []);
  });
}

function checkFailures(failures: FailedJobs): readonly FsckFinding[] {
  return failures.keys().flatMap((key) => {
    const read = failures.inspect(key);
    return read !== undefined && 'reason' in read ? [read] : [];
  });
}
