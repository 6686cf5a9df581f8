/**
 * Writes a lock whole or not at all. It lies among committed files, so what a killed writer leaves must not make the
 * tree dirty: its temporary files have names that end as locks do, which no run counts as a change, and the next run
 * removes them.
 */
import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, renameSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type LockedProfile, lockContract, lockVersion } from '../../schemas/lock.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { durableFiles } from '../util/durable-files.ts';
import { errorCode, unlessMissing } from '../util/system-error.ts';
import { lockText, readLock } from './lock-file.ts';
import type { LockProblem } from './lock-problem.ts';

const temporaryEnding = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp\.lock\.json$/;

/**
 * Replaces one profile's expectation; the others stay, where the file that is there is a lock of this manifest. Nothing is
 * written that could not be read again.
 */
export function writeLock(
  file: string,
  id: string,
  profile: string,
  locked: LockedProfile,
): Result<null, LockProblem> {
  const existing = readLock(file, id);
  const profiles = { ...(existing.ok ? existing.value.profiles : {}), [profile]: locked };
  const read = lockContract.read({ formatVersion: lockVersion, id, profiles });
  if (!read.ok) {
    return fail(...read.failures.map((problem) => ({ reason: 'lock-impossible' as const, file, problem })));
  }
  replace(file, lockText({ formatVersion: lockVersion, id, profiles }));
  return ok(null);
}

function replace(file: string, text: string, mayRetry = true): void {
  const temporary = join(dirname(file), `${stemOf(file)}.${randomUUID()}.tmp.lock.json`);
  try {
    durableFiles.write(temporary, text, 0o644);
    renameSync(temporary, file);
  } catch (error) {
    const wasTaken = unlessMissing(() => unlinkSync(temporary) ?? true) === undefined;
    // A run that began at this moment has taken the temporary file for one of a dead writer.
    if (!mayRetry || !wasTaken || errorCode(error) !== 'ENOENT') throw error;
    replace(file, text, false);
    return;
  }
  durableFiles.syncFolder(dirname(file));
}

/** Removes the temporary files of writers of this lock that were killed. */
export function removeUnfinishedLocks(file: string): void {
  const folder = dirname(file);
  for (const name of unlessMissing(() => readdirSync(folder)) ?? []) {
    if (!name.startsWith(`${stemOf(file)}.`)) continue;
    if (!temporaryEnding.test(name.slice(stemOf(file).length))) continue;
    const path = join(folder, name);
    if (unlessMissing(() => lstatSync(path))?.isFile() === true) unlessMissing(() => unlinkSync(path));
  }
}

const stemOf = (file: string): string => basename(file, '.lock.json');
