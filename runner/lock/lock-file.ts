/** The lock file beside a manifest: read and believed only as far as it hangs together; written as a diff reads well. */
import { canonicalJson } from '../../schemas/canonical.ts';
import { type Lock, type LockedProfile, lockContract, lockVersion } from '../../schemas/lock.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { isOdd, readOwnFile } from '../util/own-file.ts';
import { errorCode } from '../util/system-error.ts';
import { lockedArtifactId } from './at-commit.ts';
import type { LockProblem } from './lock-problem.ts';
import { repeatedKey } from './repeated-key.ts';

/** A hundred thousand jobs are 60 MiB. */
const maxBytes = 256 * 1024 * 1024;

/** `x.yaml` -> `x.lock.json`. */
export const lockFileOf = (manifestFile: string): string => manifestFile.replace(/\.ya?ml$/, '.lock.json');

/** @param id the manifest's, which its lock must name. */
export function readLock(file: string, id: string): Result<Lock, LockProblem> {
  try {
    // A link leads out of the commit that a lock belongs to, and a pipe never ends.
    const content = readOwnFile(file, maxBytes);
    if (content === undefined) return fail({ reason: 'lock-missing', file });
    if (isOdd(content)) return fail({ reason: 'lock-no-file', file, found: content.odd });
    return parseLock(content.toString('utf8'), file, id);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return fail({ reason: 'lock-unreadable', file, code });
  }
}

let latest:
  | { readonly text: string; readonly file: string; readonly id: string; readonly lock: Lock }
  | undefined;

/** A command reads its lock several times; the same text need not be understood again. */
export function parseLock(text: string, file: string, id: string): Result<Lock, LockProblem> {
  if (latest?.text === text && latest.file === file && latest.id === id) return ok(latest.lock);
  const read = understand(text, file, id);
  latest = read.ok ? { text, file, id, lock: read.value } : undefined;
  return read;
}

function understand(text: string, file: string, id: string): Result<Lock, LockProblem> {
  const marker = text.split('\n').findIndex((line) => /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/.test(line));
  if (marker >= 0) return fail({ reason: 'lock-conflict', file, line: marker + 1 });
  const read = lockContract.parse(text);
  // Only then, since to parse a large lock takes time.
  const version = read.ok ? lockVersion : versionOf(text);
  if (version !== undefined && version !== lockVersion) {
    return fail({ reason: 'lock-other-version', file, found: version });
  }
  if (!read.ok)
    return fail(...read.failures.map((problem) => ({ reason: 'lock-invalid' as const, file, problem })));
  if (read.value.id !== id) return fail({ reason: 'lock-of-another', file, id, found: read.value.id });
  const repeated = repeatedKey(text);
  if (repeated !== undefined) return fail({ reason: 'lock-repeats', file, path: repeated });
  const problem = inconsistency(read.value, file);
  return problem === undefined ? ok(read.value) : fail(problem);
}

/** Undefined for what is no JSON, or has no version. */
function versionOf(text: string): number | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('formatVersion' in value)) return undefined;
    return typeof value.formatVersion === 'number' ? value.formatVersion : undefined;
  } catch {
    return undefined;
  }
}

/** An artifact id follows from the rest of its job. */
function inconsistency(lock: Lock, file: string): LockProblem | undefined {
  for (const [profile, locked] of Object.entries(lock.profiles)) {
    for (const [label, job] of Object.entries(locked.jobs)) {
      const isOwn = job.artifactId === lockedArtifactId(job, locked.commit);
      if (!isOwn) return { reason: 'lock-inconsistent', file, profile, label };
    }
  }
  return undefined;
}

/** The profile with this name; not one that objects have by nature. */
export const profileOf = (lock: Lock, profile: string): LockedProfile | undefined =>
  Object.hasOwn(lock.profiles, profile) ? lock.profiles[profile] : undefined;

/** One job a line. */
export function lockText(lock: Lock): string {
  const profiles = Object.entries(lock.profiles).map(([name, { jobs, ...rest }]) => {
    const fields = Object.entries(rest).map(
      ([key, value]) => `      ${JSON.stringify(key)}: ${canonicalJson(value)}`,
    );
    const lines = Object.entries(jobs).map(
      ([label, job]) => `        ${JSON.stringify(label)}: ${canonicalJson(job)}`,
    );
    return `    ${JSON.stringify(name)}: {\n${fields.join(',\n')},\n      "jobs": {\n${lines.join(',\n')}\n      }\n    }`;
  });
  const head = `  "formatVersion": ${lock.formatVersion},\n  "id": ${JSON.stringify(lock.id)},\n`;
  return `{\n${head}  "profiles": {\n${profiles.join(',\n')}\n  }\n}\n`;
}
