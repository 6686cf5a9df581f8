/** The locked numbers as each commit of the history has them. */
import { resolve } from 'node:path';
import type { LockedProfile } from '../../../schemas/lock.ts';
import { parseLock, profileOf } from '../../lock/lock-file.ts';
import { projectPath } from '../../project/project.ts';
import type { Evidence } from '../evidence.ts';
import { commitsOf } from './manifest-versions.ts';

export interface LockVersion {
  readonly commit: string;
  /** Undefined where the commit has no lock with this profile. */
  readonly locked: LockedProfile | undefined;
  /** Whether there is a lock that cannot be read, such as one of an older format. */
  readonly isUnreadable: boolean;
}

/** The first one first; undefined where git cannot tell. */
export async function lockVersions(evidence: Evidence): Promise<readonly LockVersion[] | undefined> {
  const { experiment, lockFile, git } = evidence;
  const { project, manifest, profile } = experiment;
  const path = projectPath(project, resolve(lockFile));
  const commits = await commitsOf(evidence, [path]);
  if (commits === undefined) return undefined;
  const versions: LockVersion[] = [];
  for (const commit of commits) {
    const text = await git.run(['cat-file', 'blob', `${commit}:./${path}`]);
    const read = text.ok ? parseLock(text.value, path, manifest.id) : undefined;
    versions.push({
      commit,
      locked: read?.ok === true ? profileOf(read.value, profile) : undefined,
      isUnreadable: read?.ok === false,
    });
  }
  return versions;
}
