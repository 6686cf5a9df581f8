/** Gives a finished folder the name of its data set, and clears away what did not get that far. */
import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../../schemas/canonical.ts';
import type { DataIndex, DataSetName } from '../../schemas/data.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { durableFiles } from '../util/durable-files.ts';
import { isPidInUse, ownIdentity } from '../util/process-identity.ts';
import { errorCode, unlessMissing } from '../util/system-error.ts';
import type { DataProblem } from './data-problem.ts';
import { findAdded } from './find-data-set.ts';

const ending = '.adding';

/** Tells the processes of this machine or container from those of others that share the folder. */
function machine(): string {
  const { host, pidNamespace } = ownIdentity();
  return sha256(`${host} ${pidNamespace}`).slice(0, 8);
}

/** A name for a private folder that tells who works in it. */
export const stagingFolder = (name: DataSetName, dataRoot: string): string =>
  join(dataRoot, `.${name}.${machine()}.${process.pid}.${randomUUID()}${ending}`);

/** Removes private folders of processes of this machine that are dead. */
export function removeAbandoned(dataRoot: string): void {
  for (const entry of unlessMissing(() => readdirSync(dataRoot)) ?? []) {
    const [empty, , host, pid] = entry.split('.');
    if (empty !== '' || !entry.endsWith(ending) || host !== machine()) continue;
    if (isPidInUse(Number(pid))) continue;
    rmSync(join(dataRoot, entry), { recursive: true, force: true });
  }
}

/** Keeps a set with the same content, refuses to replace a sound one with another, and replaces a damaged one. */
export function install(
  name: DataSetName,
  index: DataIndex,
  staging: string,
  folder: string,
): Result<DataIndex, DataProblem> {
  for (;;) {
    if (renameUnlessTaken(staging, folder)) {
      durableFiles.syncFolder(dirname(folder));
      return ok(index);
    }
    const there = findAdded(name, folder, 'full');
    if (there.ok) {
      const stored = there.value.index.digest;
      if (stored === index.digest) return ok(there.value.index);
      return fail({ reason: 'data-set-differs', name, folder, stored, found: index.digest });
    }
    const aside = `${staging.slice(0, -ending.length)}.old${ending}`;
    unlessMissing(() => renameSync(folder, aside));
    rmSync(aside, { recursive: true, force: true });
  }
}

function renameUnlessTaken(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR') return false;
    throw error;
  }
}
