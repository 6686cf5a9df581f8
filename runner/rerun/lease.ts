/**
 * A folder for one rerun, and a file beside it that says whose it is: what a killed rerun leaves is told from the folder
 * of one that lives, and goes with the next rerun. The folder's name is random, since process ids are used again.
 */
import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { canonicalJson } from '../../schemas/canonical.ts';
import { contract, exact, nameSchema } from '../../schemas/contract.ts';
import { replaceFile } from '../util/atomic-file.ts';
import { keepBeating } from '../util/heartbeat.ts';
import { isAlive, ownIdentity, processIdentityFields } from '../util/process-identity.ts';
import { unlessMissing } from '../util/system-error.ts';

const leaseSchema = exact({
  owner: exact(processIdentityFields),
  /** ISO 8601, UTC. */
  startedAt: Type.String(),
  /** Name of the store that the rerun computes into. */
  store: nameSchema,
});

const leaseContract = contract('lease', leaseSchema);
export type Lease = Static<typeof leaseSchema>;

export interface LeasedFolder {
  readonly folder: string;
  /** Removes the folder with all that is in it. */
  release(): void;
}

const ending = '.lease.json';

export function leaseFolder(parent: string, store: string, startedAt: string): LeasedFolder {
  const folder = join(parent, randomUUID());
  const lease = { owner: { ...ownIdentity() }, startedAt, store };
  // First, so that there is no folder of a living rerun without one.
  replaceFile(`${folder}${ending}`, `${canonicalJson(lease)}\n`);
  mkdirSync(folder);
  const stop = keepBeating(() => utimesSync(`${folder}${ending}`, new Date(), new Date()));
  const release = (): void => {
    stop();
    remove(folder);
  };
  return { folder, release };
}

/** A folder that goes before its lease is never without one. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${folder}${ending}`, { force: true });
}

/** What is left of reruns whose process is dead, by path. */
export function abandonedFolders(parent: string): readonly string[] {
  return namesIn(parent)
    .filter((name) => heldLease(parent, name) === undefined)
    .map((name) => join(parent, name));
}

export function removeAbandoned(parent: string): number {
  const folders = abandonedFolders(parent);
  for (const folder of folders) remove(folder);
  return folders.length;
}

/** The living reruns that compute into this store. */
export function reruns(parent: string, store: string): readonly Lease[] {
  return namesIn(parent).flatMap((name) => {
    const lease = heldLease(parent, name);
    return lease?.store === store ? [lease] : [];
  });
}

/** Names of folders, whether they or only their leases are there. */
function namesIn(parent: string): readonly string[] {
  const names = unlessMissing(() => readdirSync(parent)) ?? [];
  // What a lease is written as before it has its name.
  const entries = names.filter((name) => !(name.startsWith('.') && name.endsWith('.tmp')));
  return [...new Set(entries.map((name) => (name.endsWith(ending) ? name.slice(0, -ending.length) : name)))];
}

/** The lease of a process that lives, as far as can be told from here. */
function heldLease(parent: string, name: string): Lease | undefined {
  const file = join(parent, `${name}${ending}`);
  return unlessMissing(() => {
    const state = lstatSync(file);
    if (!state.isFile()) return undefined;
    const read = leaseContract.parse(readFileSync(file, 'utf8'));
    return read.ok && isAlive(read.value.owner, Date.now() - state.mtimeMs) ? read.value : undefined;
  });
}
