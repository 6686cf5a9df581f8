/** An expectation as another commit would lock it: equal but for the commit, which artifact ids name. */
import type { GitCommit } from '../../schemas/ids.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import { artifactId } from '../key/artifact-id.ts';

/**
 * The id of a job as this commit computes it. Where the store had the job from an earlier commit with the same key,
 * its record has another: the lock promises what its own commit gives.
 */
export const lockedArtifactId = (
  { key, seed, outputs }: Pick<LockedJob, 'key' | 'seed' | 'outputs'>,
  commit: GitCommit,
) => artifactId({ jobKey: key, commit, dirtyPatch: null, seed, outputs });

export const atCommit = (profile: LockedProfile, commit: GitCommit): LockedProfile =>
  profile.commit === commit
    ? profile
    : {
        ...profile,
        commit,
        jobs: Object.fromEntries(
          Object.entries(profile.jobs).map(([label, job]) => [
            label,
            { ...job, artifactId: lockedArtifactId(job, commit) },
          ]),
        ),
      };
