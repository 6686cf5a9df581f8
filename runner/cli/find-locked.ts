/** The locked profile that a command means, or an explanation of why there is none. */
import type { Lock, LockedProfile } from '../../schemas/lock.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { lockFileOf, profileOf, readLock } from '../lock/lock-file.ts';
import { lockProblemText } from '../lock/lock-problem.ts';
import { loadManifest, type ManifestProblem, renderProblems } from '../manifest/index.ts';
import type { Project } from '../project/project.ts';
import { manifestFile } from '../study/manifest-file.ts';
import { onlyFailure } from '../util/only-failure.ts';
import type { CliContext } from './context.ts';

export interface LockedTarget {
  /** The manifest, from the working directory. */
  readonly file: string;
  readonly id: string;
  readonly profile: string;
  readonly locked: LockedProfile;
}

/** The lock of a manifest; undefined after saying what is wrong. */
export function findLock(
  context: CliContext,
  project: Project,
  idOrPath: string,
): { readonly file: string; readonly lock: Lock } | undefined {
  const file = manifestFile(project, idOrPath);
  const id = file.ok ? idOf(file.value, idOrPath) : file;
  if (!file.ok || !id.ok) {
    context.terminal.err(renderProblems(id.ok ? [] : id.failures));
    return undefined;
  }
  const lock = readLock(lockFileOf(file.value), id.value);
  if (lock.ok) return { file: file.value, lock: lock.value };
  context.terminal.err(`error: ${lockProblemText(onlyFailure(lock.failures))}\n`);
  return undefined;
}

/** Asked for by its id, a manifest need not be whole: the locked one is another, and only its lock is read here. */
function idOf(file: string, idOrPath: string): Result<string, ManifestProblem> {
  if (!idOrPath.endsWith('.yaml')) return ok(idOrPath);
  const loaded = loadManifest(file, {});
  return loaded.ok ? ok(loaded.value.manifest.id) : loaded;
}

/** The lock's only profile, or the one asked for. */
export function findLocked(
  context: CliContext,
  project: Project,
  idOrPath: string,
  profile: string | undefined,
): LockedTarget | undefined {
  const found = findLock(context, project, idOrPath);
  if (found === undefined) return undefined;
  const { file, lock } = found;
  const names = Object.keys(lock.profiles);
  const name = profile ?? (names.length === 1 ? names[0] : undefined);
  const locked = name === undefined ? undefined : profileOf(lock, name);
  if (name !== undefined && locked !== undefined) return { file, id: lock.id, profile: name, locked };
  const given = profile === undefined ? 'none given' : `"${profile}"`;
  const flag = profile === undefined ? '' : ` --profile ${profile}`;
  context.terminal.err(
    `error: expected one of the locked profiles of ${lock.id} (${names.join(', ') || 'none'}), found ${given}\n` +
      `  help: pass it with --profile, or lock it with \`reprise run ${lock.id}${flag}\`\n`,
  );
  return undefined;
}
