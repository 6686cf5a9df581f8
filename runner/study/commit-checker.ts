/** Whether the commit that a record names is there and holds what the record says. */
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { Git } from '../project/git.ts';
import type { FsckOptions } from '../store/fsck.ts';
import type { CommitDiffers, CommitUnknown } from '../store/store-problem.ts';

type Mismatch = Pick<CommitDiffers, 'path' | 'recorded' | 'found'>;
type Found = 'unknown' | Mismatch | undefined;

/** Undefined where there is no repository to look in. Each commit is looked up once. */
export async function commitChecker(git: Git): Promise<FsckOptions['checkCommit'] | undefined> {
  if (!(await git.headCommit()).ok) return undefined;
  const known = new Map<string, Promise<Found>>();
  return async (record): Promise<CommitUnknown | CommitDiffers | undefined> => {
    const { key, label, commit, trees } = record;
    const question = `${commit} ${JSON.stringify(trees)}`;
    const answer = known.get(question) ?? lookUp(git, record);
    known.set(question, answer);
    const found = await answer;
    if (found === undefined) return undefined;
    if (found === 'unknown') return { reason: 'commit-unknown', key, label, commit };
    return { reason: 'commit-differs', key, label, commit, ...found };
  };
}

async function lookUp(git: Git, { commit, trees }: JobRecord): Promise<Found> {
  if (!(await git.hasCommit(commit))) return 'unknown';
  const paths = Object.keys(trees).sort(byCodeUnit);
  // Without paths git lists the whole commit.
  if (paths.length === 0) return undefined;
  const ids = await git.idsOf(commit, paths);
  if (!ids.ok) return 'unknown';
  for (const path of paths) {
    const [recorded = '', found] = [trees[path], ids.value.get(path)?.id];
    if (found !== recorded) return { path, recorded, found: found ?? null };
  }
  return undefined;
}
