/**
 * The commit that a rerun computes: the locked one. A squash merge leaves it behind; then any commit of the clone that
 * has the locked manifest and the locked code computes the same, and the comparison shows that it does.
 */
import { type GitCommit, toGitCommit } from '../../schemas/ids.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { claimedEntries, commitDifferences, type EntryDifference } from '../lock/commit-entries.ts';
import { Git } from '../project/git.ts';
import type { GitProblem } from '../project/git-problem.ts';

export interface ChosenCommit {
  readonly commit: GitCommit;
  readonly isLocked: boolean;
  /** Branches and tags that hold it, where the history of HEAD does not; null where it does. */
  readonly elsewhere: readonly string[] | null;
}

export type CommitProblem =
  | GitProblem
  | {
      readonly reason: 'commit-absent';
      readonly commit: GitCommit;
      /** The files that were looked for. */
      readonly files: readonly string[];
      readonly clone: 'shallow' | 'with-remotes' | 'without-remotes';
    }
  /** The commit is there, and is not what the lock says. */
  | {
      readonly reason: 'commit-differs';
      readonly commit: GitCommit;
      readonly differences: readonly EntryDifference[];
    };

export async function findCommit(
  root: string,
  locked: LockedProfile,
): Promise<Result<ChosenCommit, CommitProblem>> {
  const { commit } = locked;
  const git = new Git(root);
  if ((await answer(git, 'cat-file', '-t', commit)) === 'commit') {
    const differences = (await commitDifferences(root, commit, locked)) ?? [];
    if (differences.length > 0) return fail({ reason: 'commit-differs', commit, differences });
    return ok({ commit, isLocked: true, elsewhere: await placesOutsideHead(git, commit) });
  }
  const twin = await findTwin(git, locked);
  if (!twin.ok) return twin;
  if (twin.value === undefined) {
    const files = Object.keys(locked.files);
    return fail({ reason: 'commit-absent', commit, files, clone: await kindOfClone(git) });
  }
  const found = twin.value;
  return ok({ commit: found, isLocked: false, elsewhere: await placesOutsideHead(git, found) });
}

/** The latest commit with the locked files and code, those of HEAD's history first. */
async function findTwin(git: Git, locked: LockedProfile): Promise<Result<GitCommit | undefined, GitProblem>> {
  const own = (await answer(git, 'rev-list', 'HEAD')) ?? '';
  const all = await git.run(['rev-list', '--all']);
  if (!all.ok) return all;
  let candidates = [...new Set(`${own}\n${all.value}`.split('\n').filter((line) => line !== ''))];
  const prefix = (await answer(git, 'rev-parse', '--show-prefix')) ?? '';
  // The manifest changes more seldom than it stays, but most commits of a project do not have it as locked.
  for (const [path, id] of claimedEntries(locked).reverse()) {
    const names = candidates.map((commit) => `${commit}:${prefix}${path}\n`).join('');
    const checked = await git.run(['cat-file', '--batch-check=%(objectname)'], { input: names });
    if (!checked.ok) return checked;
    const ids = checked.value.split('\n');
    candidates = candidates.filter((_, i) => ids[i] === id);
    if (candidates.length === 0) return ok(undefined);
  }
  const [first] = candidates;
  return ok(first === undefined ? undefined : toGitCommit(first));
}

async function placesOutsideHead(git: Git, commit: GitCommit): Promise<readonly string[] | null> {
  const isInHead = await git.run(['merge-base', '--is-ancestor', commit, 'HEAD']);
  if (isInHead.ok) return null;
  const refs = await answer(git, 'for-each-ref', '--contains', commit, '--format=%(refname:short)');
  return (refs ?? '').split('\n').filter((name) => name !== '');
}

async function kindOfClone(git: Git): Promise<'shallow' | 'with-remotes' | 'without-remotes'> {
  if ((await answer(git, 'rev-parse', '--is-shallow-repository')) === 'true') return 'shallow';
  return ((await answer(git, 'remote')) ?? '') === '' ? 'without-remotes' : 'with-remotes';
}

/** What a person should know of the commit before it runs; none for a locked one in the history of HEAD. */
export function commitNotices(
  { commit, isLocked, elsewhere }: ChosenCommit,
  locked: LockedProfile,
): string[] {
  const twin = isLocked
    ? []
    : [
        `this clone lacks the locked commit ${short(locked.commit)}; ${short(commit)} has the same manifest and the same code`,
      ];
  if (elsewhere === null) return twin;
  const where =
    elsewhere.length === 0 ? 'on no branch and no tag' : `only on ${elsewhere.slice(0, 3).join(', ')}`;
  return [...twin, `commit ${short(commit)} is not in the history of HEAD: it is ${where}`];
}

/** Undefined when git refuses, where a refusal is an answer. */
async function answer(git: Git, ...args: readonly string[]): Promise<string | undefined> {
  const result = await git.run(args);
  return result.ok ? result.value : undefined;
}

const short = (commit: GitCommit): string => commit.slice(0, 12);
