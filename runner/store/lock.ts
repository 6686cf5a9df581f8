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
import { linkSync, mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, ownIdentity, type ProcessIdentity } from '../util/process-identity.ts';
import { errorCode, unlessMissing } from '../util/system-error.ts';

export interface LockHolder extends ProcessIdentity {
  /** When the lock was taken: ISO 8601, UTC. */
  readonly startedAt: string;
}

interface Link extends LockHolder {
  readonly token: string;
}

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
  mkdirSync(folder, { recursive: true });
  const own: Link = { ...ownIdentity(), startedAt, token: randomUUID() };
  const prepared = join(folder, `${name}.${process.pid}.${own.token}.new`);
  try {
    writeFileSync(prepared, `${JSON.stringify(own)}\n`, { flag: 'wx' });
    return linkToEnd(folder, name, prepared, own);
  } finally {
    unlessMissing(() => unlinkSync(prepared));
  }
}

function linkToEnd(folder: string, name: string, prepared: string, own: Link): LockAttempt {
  for (;;) {
    const last = readChain(folder, name).at(-1);
    if (last !== undefined && isHeld(last)) return { acquired: false, heldBy: last };
    const target = pathAfter(folder, name, last);
    if (!linkIfFree(prepared, target)) continue;
    if (readChain(folder, name).at(-1)?.token === own.token) {
      return { acquired: true, lock: { token: own.token, release: () => release(folder, name, own) } };
    }
    unlessMissing(() => unlinkSync(target));
  }
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
  return last !== undefined && isHeld(last) ? last : undefined;
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

/** Removes what a process left that died while it took or gave back a lock. */
function removeRemains(folder: string): void {
  const files = unlessMissing(() => readdirSync(folder)) ?? [];
  for (const file of files) {
    if (file.endsWith('.lock')) continue;
    const path = join(folder, file);
    const link = readLink(path, file);
    // One that cannot be read is perhaps being written at this moment.
    if (link === undefined || link.pid === 0 || isHeld(link)) continue;
    // A `.next` file of a dead process may still be part of a chain whose lock was taken since.
    const name = file.slice(0, file.indexOf('.'));
    if (readChain(folder, name).some(({ token }) => token === link.token)) continue;
    unlessMissing(() => unlinkSync(path));
  }
}

function release(folder: string, name: string, own: Link): void {
  const chain = readChain(folder, name);
  if (chain.at(-1)?.token !== own.token) return;
  for (const [i] of chain.entries()) {
    unlessMissing(() => unlinkSync(pathAfter(folder, name, chain[i - 1])));
  }
}

const pathAfter = (folder: string, name: string, link: Link | undefined): string =>
  join(folder, link === undefined ? `${name}.lock` : `${name}.${link.token}.next`);

function readChain(folder: string, name: string): readonly Link[] {
  const chain: Link[] = [];
  for (;;) {
    const link = readLink(pathAfter(folder, name, chain.at(-1)), `damaged-${chain.length}`);
    if (link === undefined) return chain;
    chain.push(link);
  }
}

/** Locks are linked when complete, so only a power cut can damage one, and then its holder is dead too. */
const isHeld = (link: Link): boolean => link.pid !== 0 && isAlive(link);

function readLink(path: string, tokenIfDamaged: string): Link | undefined {
  const text = unlessMissing(() => readFileSync(path, 'utf8'));
  if (text === undefined) return undefined;
  return parseLink(text) ?? { pid: 0, host: '', processStart: null, startedAt: '', token: tokenIfDamaged };
}

function parseLink(text: string): Link | undefined {
  try {
    const value = JSON.parse(text) as Partial<Link> | null;
    const isLink =
      Number.isInteger(value?.pid) && typeof value?.host === 'string' && typeof value.token === 'string';
    return isLink ? (value as Link) : undefined;
  } catch {
    return undefined;
  }
}
