/**
 * A file that says which process uses something, kept fresh by a heartbeat: for folders that must not be removed under
 * somebody. It excludes nobody; see the locks of the store for that.
 */
import { randomUUID } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { contract, exact } from '../../schemas/contract.ts';
import { keepFresh } from './heartbeat.ts';
import { makeFolder } from './make-folder.ts';
import { isAlive, ownIdentity, type ProcessIdentity, processIdentityFields } from './process-identity.ts';
import { removeIfThere, unlessMissing } from './system-error.ts';

const leaseFormat = contract('lease', exact(processIdentityFields));

export interface Lease {
  readonly path: string;
  /** Removes the file; more than once is harmless. */
  release(): void;
}

/** Writes the file, with the folders above it. Two leases need two paths. */
export function takeLease(path: string): Lease {
  makeFolder(dirname(path));
  // Under its name only when complete, so that nobody takes it for a damaged one.
  const prepared = `${path}.${randomUUID()}.new`;
  writeFileSync(prepared, `${JSON.stringify(ownIdentity())}\n`, { flag: 'wx' });
  renameSync(prepared, path);
  const stop = keepFresh(path);
  return {
    path,
    release: () => {
      stop();
      removeIfThere(path);
    },
  };
}

/** Whether the process that wrote the file still uses what it stands for. A file that cannot be read is held by nobody. */
export function isLeaseHeld(path: string): boolean {
  const state = lstatSync(path, { throwIfNoEntry: false });
  if (state === undefined || !state.isFile() || state.size > 10_000) return false;
  const text = unlessMissing(() => readFileSync(path, 'utf8'));
  const read = text === undefined ? undefined : leaseFormat.parse(text);
  return read?.ok === true && isAlive(read.value satisfies ProcessIdentity, Date.now() - state.mtimeMs);
}
