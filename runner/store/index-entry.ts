/** What the index says of a record, and whether the objects still look as it says. */
import type { Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { ObjectFiles } from './object-files.ts';
import type { IndexEntry } from './output-index.ts';
import type { StoredJob } from './store.ts';

export function indexEntry(record: JobRecord, objects: ObjectFiles): IndexEntry {
  const outputs: Record<string, [Sha256, number, number | null]> = {};
  for (const [name, { digest, bytes }] of Object.entries(record.outputs)) {
    outputs[name] = [digest, bytes, objects.state(digest)?.mtimeMs ?? null];
  }
  return { dirty: record.dirtyPatch !== null, outputs };
}

export function storedJob({ dirty, outputs: entries }: IndexEntry, objects: ObjectFiles): StoredJob {
  const outputs: Record<string, Sha256> = {};
  const unusable: string[] = [];
  for (const [name, [digest, bytes, mtimeMs]] of Object.entries(entries)) {
    outputs[name] = digest;
    const state = objects.state(digest);
    const isAsWritten = state !== undefined && state.size === bytes && state.mtimeMs === mtimeMs;
    if (isAsWritten) continue;
    if (state === undefined || state.size !== bytes || !objects.isIntact(digest)) unusable.push(name);
  }
  return { outputs, dirty, unusable };
}
