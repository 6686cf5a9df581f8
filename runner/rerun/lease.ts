/**
 * A folder for one rerun, and a file beside it that says whose it is: what a killed rerun leaves is told from the folder
 * of one that lives, and goes with the next rerun. The folder's name is random, since process ids are used again.
 */
import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { canonicalJson } from '../../schemas/canonical.ts';
import { contract, exact, nameSchema } from '../../schemas/contract.ts';
import { replaceFile } from '../util/atomic-file.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from '../util/process-identity.ts';
import { unlessMissing } from '../util/system-error.ts';

const leaseSchema = exact({
  owner: Type.Unsafe<ProcessIdentity>(
    Type.Object({
      pid: Type.Integer({ minimum: 1 }),
      host: Type.String(),
      processStart: Type.Union([Type.Null(), Type.String()]),
    }),
  ),
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
  return { folder, release: () => remove(folder) };
}

/** A folder that goes before its lease is never without one. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${folder}${ending}`, { force: true });
}

/** What is left of reruns whose process is dead, by path. */
export function abandonedFolders(parent: string): readonly string[] {
  return namesIn(parent)
    .filter((name) => !isHeld(readLease(parent, name)))
    .map((name) => join(parent, name));
}

export function removeAbandoned(parent: string): number {
  const folders = abandonedFolders(parent);
  for (const folder of folders) remove(folder);
  return folders.length;
}

/** Removes what dead reruns left of leases that had no name yet; while any rerun lives, one may be of it. */
export function removeUnfinishedLeases(parent: string): void {
  const isQuiet = namesIn(parent).every((name) => !isHeld(readLease(parent, name)));
  for (const name of unlessMissing(() => readdirSync(parent)) ?? []) {
    if (isQuiet && isUnfinished(name)) rmSync(join(parent, name), { force: true });
  }
}

/** The living reruns that compute into this store. */
export function reruns(parent: string, store: string): readonly Lease[] {
  return namesIn(parent).flatMap((name) => {
    const lease = readLease(parent, name);
    return isHeld(lease) && lease?.store === store ? [lease] : [];
  });
}

/** Names of folders, whether they or only their leases are there. */
function namesIn(parent: string): readonly string[] {
  const names = unlessMissing(() => readdirSync(parent)) ?? [];
  const entries = names.filter((name) => !isUnfinished(name));
  return [...new Set(entries.map((name) => (name.endsWith(ending) ? name.slice(0, -ending.length) : name)))];
}

/** What a lease is written as before it has its name. */
const isUnfinished = (name: string): boolean => name.startsWith('.') && name.endsWith('.tmp');

function readLease(parent: string, name: string): Lease | undefined {
  const file = join(parent, `${name}${ending}`);
  return unlessMissing(() => {
    if (!lstatSync(file).isFile()) return undefined;
    const read = leaseContract.parse(readFileSync(file, 'utf8'));
    return read.ok ? read.value : undefined;
  });
}

const isHeld = (lease: Lease | undefined): boolean => lease !== undefined && isAlive(lease.owner, 0);
