/**
 * Reruns a locked experiment from nothing: the locked commit in a worktree, its own build and runner, a store that
 * only reruns of this lock write to. What a rerun has computed it keeps, so that an interrupted rerun goes on and a
 * finished one is only compared again.
 */
import { join } from 'node:path';
import { execa } from 'execa';
import { canonicalDigest } from '../../schemas/canonical.ts';
import type { GitCommit } from '../../schemas/ids.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import { codeParts } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { experimentName } from '../experiment/experiment-name.ts';
import { readLatestRun } from '../experiment/latest-run.ts';
import { lockedJob } from '../experiment/locked-profile.ts';
import type { BuildProblem } from '../project/build.ts';
import { Git } from '../project/git.ts';
import type { GitProblem } from '../project/git-problem.ts';
import type { Project } from '../project/project.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { type InstallProblem, prepareWorktree, removeWorktree } from './worktree.ts';

export interface RerunRequest {
  readonly project: Project;
  readonly id: string;
  readonly profile: string;
  readonly locked: LockedProfile;
  /** Arguments for the runner of the locked commit, such as the number of workers. */
  readonly runArguments: readonly string[];
  readonly json: boolean;
  readonly notice: (message: string) => void;
}

export interface RerunResult {
  readonly store: Store;
  /** Whether anything was computed now, or all of it by an earlier rerun of this lock. */
  readonly computed: boolean;
  /** What the rerun found for the locked labels; a label is absent when its job failed. */
  readonly jobs: Readonly<Record<string, LockedJob>>;
}

export type RerunProblem =
  | BuildProblem
  | InstallProblem
  | GitProblem
  | { readonly reason: 'commit-absent'; readonly commit: GitCommit }
  | { readonly reason: 'interrupted' };

export async function rerun(request: RerunRequest): Promise<Result<RerunResult, RerunProblem>> {
  const store = openStore(rerunStoreRoot(request));
  const before = foundJobs(request, store);
  const complete = Object.keys(request.locked.jobs).every((label) => before[label] !== undefined);
  if (complete) return ok({ store, computed: false, jobs: before });
  const computed = await compute(request, store.root);
  return computed.ok ? ok({ store, computed: true, jobs: foundJobs(request, store) }) : computed;
}

/** A store of its own for each lock: nothing that the locked run left can be mistaken for a recomputation. */
export const rerunStoreRoot = ({
  project,
  id,
  profile,
  locked,
}: Pick<RerunRequest, 'project' | 'id' | 'profile' | 'locked'>): string =>
  join(project.storeRoot, 'reruns', `${experimentName(id, profile)}.${canonicalDigest(locked).slice(0, 12)}`);

/** The jobs as the latest run in the store found them, by label, where their outputs are intact. */
function foundJobs({ id, profile, locked }: RerunRequest, store: Store): Record<string, LockedJob> {
  const latest = readLatestRun(store.root, experimentName(id, profile));
  const found: Record<string, LockedJob> = {};
  for (const label of Object.keys(locked.jobs)) {
    const key = latest?.jobs[label];
    const record = key === undefined ? undefined : store.findRecord(key);
    if (record === undefined || store.checkOutputs(record, { verify: 'digest' }).length > 0) continue;
    found[label] = lockedJob(record, store);
  }
  return found;
}

async function compute(request: RerunRequest, storeRoot: string): Promise<Result<undefined, RerunProblem>> {
  const { project, locked, notice } = request;
  const git = new Git(project.root);
  const commit = await commitToRun(git, locked, notice);
  if (commit === undefined) return fail({ reason: 'commit-absent', commit: locked.commit });
  notice(`checking out ${commit.slice(0, 12)} in a worktree`);
  const worktree = await prepareWorktree(project, git, commit, notice);
  if (!worktree.ok) return worktree;
  try {
    const exitCode = await runLockedCommit(request, worktree.value, storeRoot);
    return exitCode === 130 ? fail({ reason: 'interrupted' }) : ok(undefined);
  } finally {
    await removeWorktree(git, worktree.value);
  }
}

/** The locked commit; where a clone lacks it, the current one, provided that its code is the same. */
async function commitToRun(
  git: Git,
  locked: LockedProfile,
  notice: (message: string) => void,
): Promise<GitCommit | undefined> {
  if (await git.hasCommit(locked.commit)) return locked.commit;
  const head = await git.headCommit();
  if (!head.ok) return undefined;
  const parts = await git.idsOf(head.value, codeParts);
  if (!parts.ok || codeParts.some((part) => parts.value.get(part)?.id !== locked.code[part]))
    return undefined;
  notice(
    `this clone lacks the locked commit ${locked.commit.slice(0, 12)}; ${head.value.slice(0, 12)} has the same code`,
  );
  return head.value;
}

/** The IPC channel makes the child stop when this process is killed. */
async function runLockedCommit(request: RerunRequest, worktree: string, storeRoot: string): Promise<number> {
  const { id, profile, project, runArguments, json } = request;
  const profileArguments = profile === 'base' ? [] : ['--profile', profile];
  const ignoreInterrupt = (): void => undefined;
  // Ctrl-C reaches the child as well, which decides what it means.
  process.on('SIGINT', ignoreInterrupt);
  const child = await execa(
    process.execPath,
    [
      join(worktree, 'dist', 'cli.js'),
      ...['run', id, ...profileArguments, '--store', storeRoot, '--data', project.dataRoot, '--no-lock'],
      ...runArguments,
    ],
    {
      cwd: worktree,
      ipc: true,
      buffer: false,
      reject: false,
      stdin: 'inherit',
      stdout: json ? 'inherit' : 'ignore',
      stderr: 'inherit',
    },
  );
  process.off('SIGINT', ignoreInterrupt);
  return child.exitCode ?? 130;
}
