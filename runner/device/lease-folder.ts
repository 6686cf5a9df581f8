/**
 * The folder in which all runners of a user on this machine keep their leases of GPUs, and the lock under which they change
 * them. Its name holds the boot: what was leased before is free.
 */
import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { byCodeUnit, sha256 } from '../../schemas/canonical.ts';
import type { Environment } from '../project/places.ts';
import { acquireLock } from '../store/lock.ts';
import { replaceFile } from '../util/atomic-file.ts';
import type { Clock } from '../util/clock.ts';
import { ExplainedError } from '../util/explained-error.ts';
import { makeFolder } from '../util/make-folder.ts';
import { isOdd, readOwnFile } from '../util/own-file.ts';
import { isAlive, ownIdentity } from '../util/process-identity.ts';
import { removeIfThere, unlessMissing } from '../util/system-error.ts';
import { type LeaseEntry, leaseEntryFormat } from './lease-entry.ts';

/** Names another folder, such as one that several containers share. */
const leaseFolderVariable = 'REPRISE_GPU_LEASES';

const lockName = 'gpus';
const maxBytes = 65_536;
/** Whoever holds the lock decides about a few files. */
const lockPollMs = 15;

/** `/tmp` whatever TMPDIR says, which two runners of one person may set differently. */
export function leaseFolder(env: Environment): string {
  const named = env[leaseFolderVariable];
  const base =
    named !== undefined && isAbsolute(named)
      ? named
      : join(process.platform === 'win32' ? tmpdir() : '/tmp', `reprise-gpus-${userInfo().uid}`);
  return join(base, sha256(ownIdentity().bootId ?? 'no boot').slice(0, 16));
}

export interface StoredEntry {
  readonly file: string;
  readonly entry: LeaseEntry;
  /** Whether the runner that wrote it lives. */
  readonly isAlive: boolean;
}

/** Makes the folder. @throws ExplainedError where it is not the user's own: others could then give leases away. */
export function openLeaseFolder(folder: string): void {
  makeFolder(folder);
  for (const path of [dirname(folder), folder]) {
    const state = lstatSync(path);
    const isOwn = process.getuid === undefined || state.uid === process.getuid();
    if (!state.isDirectory() || !isOwn)
      throw new ExplainedError(
        `expected ${path} to be a folder of your own, in which leases of GPUs are kept, found ${isOwn ? 'something else' : "somebody else's"}`,
        `remove it, or name another folder with ${leaseFolderVariable}`,
      );
  }
  chmodSync(folder, 0o700);
}

/** What cannot be read is nobody's lease: files are renamed into place whole. */
export function readEntries(folder: string): StoredEntry[] {
  const names = unlessMissing(() => readdirSync(folder)) ?? [];
  return names
    .filter((name) => /^\d+\.json$/.test(name))
    .sort(byCodeUnit)
    .flatMap((name) => {
      const file = join(folder, name);
      const content = readOwnFile(file, maxBytes);
      const state = lstatSync(file, { throwIfNoEntry: false });
      if (content === undefined || isOdd(content) || state === undefined) return [];
      const read = leaseEntryFormat.parse(content.toString('utf8'));
      return read.ok
        ? [{ file, entry: read.value, isAlive: isAlive(read.value, Date.now() - state.mtimeMs) }]
        : [];
    });
}

export const entryFile = (folder: string, number: number): string => join(folder, `${number}.json`);

export const writeEntry = (file: string, entry: LeaseEntry): void =>
  replaceFile(file, `${JSON.stringify(entry)}\n`);

export const removeEntry = removeIfThere;

/** Runs `act` while no other process does so. */
export async function withLeases<T>(folder: string, clock: Clock, act: () => T): Promise<T> {
  for (;;) {
    const attempt = acquireLock(folder, lockName, clock.date().toISOString());
    if (!attempt.acquired) {
      await clock.sleep(lockPollMs);
      continue;
    }
    try {
      return act();
    } finally {
      attempt.lock.release();
    }
  }
}
