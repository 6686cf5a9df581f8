/**
 * Locks between processes, as files. A lock is made by linking a finished file to the lock's name, which fails
 * when the name is taken; so a lock is never seen half-written.
 *
 * Taking over from a dead holder must not let two takers win. Nobody therefore removes a stale lock: the taker
 * links its own lock to the name `<name>.<token of the stale lock>.next`, which again only one can do. The lock
 * belongs to the last file of that chain. Its holder removes the whole chain, first file first. A slow taker may
 * then still link behind a lock that is gone, which is why it reads the chain again and withdraws when its own
 * lock is not the end. Tokens are never used twice, so a chain cannot come back.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { canonicalDigest } from '../../schemas/canonical.ts';
import { contract, exact } from '../../schemas/contract.ts';
import { keepFresh } from '../util/heartbeat.ts';
import { makeFolder } from '../util/make-folder.ts';
import {
  isAlive,
  isPidInUse,
  livenessOf,
  ownIdentity,
  type ProcessIdentity,
  processIdentityFields,
} from '../util/process-identity.ts';
import { errorCode, removeIfThere, unlessMissing, unlessRefused } from '../util/system-error.ts';

export interface LockHolder extends ProcessIdentity {
  /** When the lock was taken: ISO 8601, UTC. */
  readonly startedAt: string;
  /** Name of the lock: a job key, or that of a command. */
  readonly name: string;
  /** The file that stands for it. */
  readonly file: string;
  /** How long ago the holder touched the file; below zero when it is dated in the future. */
  readonly silentMs: number;
}

const linkFormat = contract(
  'lock of the store',
  exact({
    ...processIdentityFields,
    startedAt: Type.String({ maxLength: 40 }),
    token: Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' }),
  }),
);

/** What one file of a chain says. Of a damaged one only its place is known, and its holder is dead. */
interface Link extends ProcessIdentity {
  readonly startedAt: string;
  readonly token: string;
  readonly file: string;
  readonly silentMs: number;
  readonly isDamaged: boolean;
}

/** More than any lock holds; what is longer was not written by a store. */
const maxBytes = 10_000;

export interface Lock {
  /** Unique to this acquisition. */
  readonly token: string;
  release(): void;
}

export type LockAttempt =
  | { readonly acquired: true; readonly lock: Lock }
  | { readonly acquired: false; readonly heldBy: LockHolder };

/** @throws the system's error when the folder cannot be written. */
export function acquireLock(folder: string, name: string, startedAt: string): LockAttempt {
  makeFolder(folder);
  const token = randomUUID();
  const prepared = join(folder, `${name}.${ownPlace()}.${process.pid}.${token}.new`);
  try {
    writeFileSync(prepared, `${JSON.stringify({ ...ownIdentity(), startedAt, token })}\n`, { flag: 'wx' });
    return linkToEnd(folder, name, prepared, token);
  } finally {
    unlessRefused(() => removeIfThere(prepared));
  }
}

function linkToEnd(folder: string, name: string, prepared: string, token: string): LockAttempt {
  for (;;) {
    const last = readChain(folder, name).at(-1);
    if (last !== undefined && isHeld(last)) return { acquired: false, heldBy: holderOf(name, last) };
    const target = pathAfter(folder, name, last);
    if (!linkIfFree(prepared, target)) continue;
    if (readChain(folder, name).at(-1)?.token === token) {
      return { acquired: true, lock: heldLock(folder, name, target, token) };
    }
    removeIfThere(target);
  }
}

function heldLock(folder: string, name: string, file: string, token: string): Lock {
  const stop = keepFresh(file);
  return {
    token,
    release: () => {
      stop();
      release(folder, name, token);
    },
  };
}

function holderOf(name: string, link: Link): LockHolder {
  const { host, bootId, pidNamespace, pid, processStart, startedAt, file, silentMs } = link;
  return { host, bootId, pidNamespace, pid, processStart, startedAt, name, file, silentMs };
}

function linkIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds a lock now; undefined when it is free or its holder is dead. */
export function lockHolder(folder: string, name: string): LockHolder | undefined {
  const last = readChain(folder, name).at(-1);
  return last !== undefined && isHeld(last) ? holderOf(name, last) : undefined;
}

/**
 * Frees a lock whose holder cannot be looked at from here. One whose holder is seen to live is kept: it would write
 * side by side with whoever takes the lock next.
 * @returns who held it, and whether it is free now; undefined when there is no such lock.
 */
export function breakLock(
  folder: string,
  name: string,
): { readonly heldBy: LockHolder; readonly broken: boolean } | undefined {
  const chain = readChain(folder, name);
  const last = chain.at(-1);
  if (last === undefined) return undefined;
  const broken = last.isDamaged || livenessOf(last) !== 'alive';
  if (broken) for (const { file } of chain) removeWhatever(file);
  return { heldBy: holderOf(name, last), broken };
}

/** Whether the lock with this token is the one that holds `name`, and its process lives. */
export function isTokenAlive(folder: string, name: string, token: string): boolean {
  const last = readChain(folder, name).at(-1);
  return last !== undefined && last.token === token && isHeld(last);
}

/** Names of the locks that have a file, whether their holders live or not. */
export function lockNames(folder: string): readonly string[] {
  const files = unlessMissing(() => readdirSync(folder)) ?? [];
  return files.filter((file) => file.endsWith('.lock')).map((file) => file.slice(0, -'.lock'.length));
}

/** Frees the locks of dead processes. Returns how many. */
export function removeStaleLocks(folder: string, startedAt: string): number {
  let removed = 0;
  for (const name of lockNames(folder)) {
    const attempt = acquireLock(folder, name, startedAt);
    if (!attempt.acquired) continue;
    attempt.lock.release();
    removed += 1;
  }
  removeRemains(folder);
  return removed;
}

/** What counts process ids here: a machine since its start, or a container. For the name of a file that may be empty yet. */
function ownPlace(): string {
  const { host, bootId, pidNamespace } = ownIdentity();
  place ??= canonicalDigest({ host, bootId, pidNamespace }).slice(0, 16);
  return place;
}

let place: string | undefined;

/** Whether a lock that was not written to its end was being written by a process of this place that is dead. */
function isOfDeadWriter(file: string): boolean {
  const [, where, pid] = /\.([0-9a-f]{16})\.(\d{1,10})\.[A-Za-z0-9-]+\.new$/.exec(file) ?? [];
  return where === ownPlace() && !isPidInUse(Number(pid));
}

/** Removes what a process left that died while it took or gave back a lock. */
function removeRemains(folder: string): void {
  const files = unlessMissing(() => readdirSync(folder)) ?? [];
  for (const file of files) {
    if (file.endsWith('.lock')) continue;
    const path = join(folder, file);
    const link = readLink(path, file);
    if (link === undefined || isHeld(link)) continue;
    if (link.isDamaged) {
      // Perhaps it is being written at this moment.
      if (isOfDeadWriter(file)) removeIfThere(path);
      continue;
    }
    // A `.next` file of a dead process may still be part of a chain whose lock was taken since.
    const name = file.slice(0, file.indexOf('.'));
    if (readChain(folder, name).some(({ token }) => token === link.token)) continue;
    removeIfThere(path);
  }
}

function release(folder: string, name: string, token: string): void {
  const chain = readChain(folder, name);
  if (chain.at(-1)?.token !== token) return;
  for (const { file } of chain) removeWhatever(file);
}

/** Something else than a file may lie under the name of a lock. */
function removeWhatever(path: string): void {
  const isRemoved = unlessRefused(() => {
    removeIfThere(path);
    return true;
  });
  if (isRemoved !== true) rmSync(path, { recursive: true, force: true });
}

const pathAfter = (folder: string, name: string, link: Link | undefined): string =>
  join(folder, link === undefined ? `${name}.lock` : `${name}.${link.token}.next`);

function readChain(folder: string, name: string): readonly Link[] {
  const chain: Link[] = [];
  for (;;) {
    const link = readLink(pathAfter(folder, name, chain.at(-1)), `damaged-${chain.length}`);
    if (link === undefined || chain.some(({ token }) => token === link.token)) return chain;
    chain.push(link);
  }
}

/** Locks are linked when complete, so only a power cut can damage one, and then its holder is dead too. */
const isHeld = (link: Link): boolean => !link.isDamaged && isAlive(link, link.silentMs);

function readLink(file: string, tokenIfDamaged: string): Link | undefined {
  const state = unlessMissing(() => lstatSync(file, { throwIfNoEntry: false }));
  if (state === undefined) return undefined;
  const silentMs = Date.now() - state.mtimeMs;
  const isReadable = state.isFile() && state.size <= maxBytes;
  const text = isReadable ? unlessMissing(() => readFileSync(file, 'utf8')) : '';
  if (text === undefined) return undefined;
  const read = linkFormat.parse(text);
  if (read.ok) return { ...read.value, file, silentMs, isDamaged: false };
  return { ...nobody, token: tokenIfDamaged, file, silentMs, isDamaged: true };
}

const nobody = { host: '', bootId: null, pidNamespace: null, pid: 0, processStart: null, startedAt: '' };
