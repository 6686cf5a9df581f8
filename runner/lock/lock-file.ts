/** The lock file beside a manifest: read, compare with a finished run, write. */
import { existsSync, readFileSync } from 'node:fs';
import { canonicalJson } from '../../schemas/canonical.ts';
import type { Lock, LockedProfile } from '../../schemas/lock.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { replaceFile } from '../util/atomic-file.ts';

export type LockProblem =
  | { readonly reason: 'lock-missing'; readonly file: string }
  | { readonly reason: 'lock-invalid'; readonly file: string; readonly detail: string };

/** `x.yaml` -> `x.lock.json`. */
export const lockFileOf = (manifestFile: string): string => manifestFile.replace(/\.ya?ml$/, '.lock.json');

export function readLock(file: string): Result<Lock, LockProblem> {
  if (!existsSync(file)) return fail({ reason: 'lock-missing', file });
  return parseLock(readFileSync(file, 'utf8'), file);
}

export function parseLock(text: string, file: string): Result<Lock, LockProblem> {
  try {
    const lock = JSON.parse(text) as Lock;
    if (lock.formatVersion !== 1 || typeof lock.profiles !== 'object') {
      return fail({ reason: 'lock-invalid', file, detail: 'expected formatVersion 1 and profiles' });
    }
    return ok(lock);
  } catch (error) {
    return fail({
      reason: 'lock-invalid',
      file,
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Replaces one profile's expectation; the others stay. Indented, one job a line, so that a diff reads well. */
export function writeLock(file: string, id: string, profile: string, locked: LockedProfile): void {
  const existing = readLock(file);
  const profiles = { ...(existing.ok ? existing.value.profiles : {}), [profile]: locked };
  replaceFile(file, lockText({ formatVersion: 1, id, profiles }));
}

function lockText(lock: Lock): string {
  const profiles = Object.entries(lock.profiles).map(([name, { jobs, ...rest }]) => {
    const lines = Object.entries(jobs).map(
      ([label, job]) => `        ${JSON.stringify(label)}: ${canonicalJson(job)}`,
    );
    const fields = Object.entries(rest).map(
      ([key, value]) => `      ${JSON.stringify(key)}: ${canonicalJson(value)}`,
    );
    return `    ${JSON.stringify(name)}: {\n${fields.join(',\n')},\n      "jobs": {\n${lines.join(',\n')}\n      }\n    }`;
  });
  const head = `  "formatVersion": ${lock.formatVersion},\n  "id": ${JSON.stringify(lock.id)},\n`;
  return `{\n${head}  "profiles": {\n${profiles.join(',\n')}\n  }\n}\n`;
}

/** Text for a person; the one printer of lock problems. */
export function lockProblemText(problem: LockProblem): string {
  switch (problem.reason) {
    case 'lock-missing':
      return `${problem.file}: expected a lock file, found none\n  help: \`reprise run <id>\` writes it; commit it with the manifest`;
    case 'lock-invalid':
      return `${problem.file}: expected a lock file, found one that cannot be read: ${problem.detail}\n  help: restore it with git, or write it again with \`reprise run <id>\``;
    default:
      return problem satisfies never;
  }
}
