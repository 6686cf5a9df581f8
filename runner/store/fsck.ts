/** Reads a whole store and says everything that is wrong with it. */
import { lstatSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isSha256, type Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { Layout } from './layout.ts';
import type { ObjectFiles } from './object-files.ts';
import type { RecordFiles } from './record-files.ts';
import { objectUses, type UsedObject } from './record-objects.ts';
import { objectDigests, shardedFiles } from './sharded-files.ts';
import type { FsckFinding, ObjectProblem, StrayFile } from './store-problem.ts';

export interface FsckPlace {
  readonly layout: Layout;
  readonly objects: ObjectFiles;
  readonly records: RecordFiles;
}

/**
 * Bad records first, then stray files, bad and missing objects of the records, and orphans. A job that another
 * process publishes meanwhile can show up as orphans.
 */
export async function fsck(place: FsckPlace): Promise<readonly FsckFinding[]> {
  // Before the records, so that an object that arrives together with its record is not taken for an orphan.
  const stored = objectDigests(place.layout);
  const { records, findings } = await readRecords(place);
  const used = usedObjects(records);
  findings.push(...strayFiles(place.layout));
  for (const object of used.values()) {
    findings.push(...verify(place.objects, object.digest, object.use));
    await setImmediate();
  }
  for (const digest of stored.filter((one) => !used.has(one))) {
    const problems = verify(place.objects, digest);
    const bytes = place.objects.size(digest);
    if (problems.length > 0) findings.push(...problems);
    else if (bytes !== undefined) findings.push({ reason: 'object-orphan', digest, bytes });
    await setImmediate();
  }
  return findings;
}

async function readRecords({ records: files }: FsckPlace) {
  const records: JobRecord[] = [];
  const findings: FsckFinding[] = [];
  for (const key of files.keys()) {
    const { record, problem } = files.inspect(key);
    if (record !== undefined) records.push(record);
    if (problem !== undefined) findings.push(problem);
    await setImmediate();
  }
  return { records, findings };
}

/** Each object once, with the first use of it. */
function usedObjects(records: readonly JobRecord[]): ReadonlyMap<Sha256, UsedObject> {
  const used = new Map<Sha256, UsedObject>();
  for (const object of records.flatMap(objectUses)) {
    if (!used.has(object.digest)) used.set(object.digest, object);
  }
  return used;
}

function verify(objects: ObjectFiles, digest: Sha256, use?: UsedObject['use']): readonly ObjectProblem[] {
  const verified = objects.verify(digest);
  if (verified.ok) return [];
  return verified.failures.map((problem) => (use === undefined ? problem : { ...problem, use }));
}

function strayFiles(layout: Layout): readonly StrayFile[] {
  const strays = (folder: string, ending: string): readonly StrayFile[] =>
    shardedFiles(folder)
      .filter(({ shard, name }) => {
        const digest = name.slice(0, name.length - ending.length);
        const isOurs = name.endsWith(ending) && isSha256(digest) && digest.startsWith(shard);
        return !isOurs || !lstatSync(join(folder, shard, name)).isFile();
      })
      .map(({ shard, name }) => ({
        reason: 'stray-file',
        path: relative(layout.root, join(folder, shard, name)),
      }));
  return [...strays(layout.objects, ''), ...strays(layout.records, '.json')];
}
