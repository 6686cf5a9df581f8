/**
 * Reruns a locked experiment from nothing: the locked commit in a checkout of its own, its own build and runner, a store
 * that only reruns of this lock write to. Every rerun runs that runner again, so an interrupted one goes on wherever it
 * stopped, and what is compared is what it has just said.
 */
import { randomUUID } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalDigest } from '../../schemas/canonical.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import type { RerunResult } from '../../schemas/rerun-result.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type BuildProblem, launcherOf } from '../project/build.ts';
import { Git } from '../project/git.ts';
import type { GitProblem } from '../project/git-problem.ts';
import { programOf } from '../project/program.ts';
import type { Project } from '../project/project.ts';
import { experimentName } from '../store/experiment-name.ts';
import { layoutOf } from '../store/layout.ts';
import { expectNoLinks, expectOwnFolders } from '../store/own-folders.ts';
import { unlessMissing } from '../util/system-error.ts';
import { checkOut } from './checkout.ts';
import { type ChosenCommit, type CommitProblem, commitNotices, findCommit } from './find-commit.ts';
import { isInUse, leaseFolder, removeAbandoned } from './lease.ts';
import { type InstallProblem, prepare } from './prepare.ts';
import { type RunProblem, type RunRequest, runProgram } from './run-program.ts';

export interface RerunRequest extends RunRequest {
  readonly project: Project;
  readonly locked: LockedProfile;
  /** Whether the installed package brings it, with its lock. */
  readonly isPackaged: boolean;
  /** Forget what earlier reruns of this lock have computed. */
  readonly fresh: boolean;
  readonly notice: (message: string) => void;
}

export interface FinishedRerun {
  readonly storeRoot: string;
  readonly ran: ChosenCommit;
  readonly result: RerunResult;
}

export type RerunProblem =
  | BuildProblem
  | InstallProblem
  | GitProblem
  | CommitProblem
  | RunProblem
  /** Another rerun of this lock is at work, whose results are not to be taken away. */
  | { readonly reason: 'store-in-use' };

export async function rerun(request: RerunRequest): Promise<Result<FinishedRerun, RerunProblem>> {
  const { project, locked, notice } = request;
  const folders = rerunFolder(project.storeRoot);
  expectOwnFolders(layoutOf(project.storeRoot));
  removeAbandoned(folders);
  const store = rerunStoreName(request.id, request.profile, locked);
  const storeRoot = join(project.storeRoot, 'reruns', store);
  if (request.fresh && isInUse(folders, store)) return fail({ reason: 'store-in-use' });
  const chosen = await chooseCommit(request);
  if (!chosen.ok) return chosen;
  const notices = request.isPackaged ? [] : commitNotices(chosen.value, locked);
  for (const line of notices) notice(line);
  if (request.fresh) discard(storeRoot);
  expectNoLinks(layoutOf(storeRoot));
  const leased = leaseFolder(folders, store);
  try {
    const result = await computeIn(leased.folder, request, chosen.value, storeRoot);
    return result.ok ? ok({ storeRoot, ran: chosen.value, result: result.value }) : result;
  } finally {
    leased.release();
  }
}

/** Where reruns at work have their folders. */
export const rerunFolder = (storeRoot: string): string => join(storeRoot, 'worktrees');

/** A store of its own for each lock: nothing that the locked run left can be mistaken for a recomputation. */
export const rerunStoreName = (id: string, profile: string, locked: LockedProfile): string =>
  // Cut, since a name in a folder may not be long; the digest tells all apart.
  `${experimentName(id, profile).slice(0, 80)}.${canonicalDigest({ id, profile, locked }).slice(0, 16)}`;

/** Out of the way at once, so that a rerun killed meanwhile does not go on with a part of it. */
function discard(storeRoot: string): void {
  const old = `${storeRoot}.${randomUUID()}`;
  if (unlessMissing(() => renameSync(storeRoot, old) ?? true) !== undefined) {
    rmSync(old, { recursive: true, force: true });
  }
}

/** A paper of an installed package has no commit in this project: the package itself is what the lock's keys name. */
async function computeIn(
  folder: string,
  request: RerunRequest,
  { commit }: ChosenCommit,
  storeRoot: string,
): Promise<Result<RerunResult, RerunProblem>> {
  const { project, notice } = request;
  if (request.isPackaged) {
    const here = { root: project.root, launcher: launcherOf(project.program) };
    const result = await runProgram(request, here, { commit, storeRoot, folder });
    return result.ok ? ok(withSourcesOf(request.locked, result.value)) : result;
  }
  notice(`checking out commit ${commit.slice(0, 12)}`);
  const checkout = await checkOut(new Git(project.root), commit, join(folder, 'checkout'));
  if (!checkout.ok) return checkout;
  const ready = await prepare(project.root, checkout.value, notice);
  if (!ready.ok) return ready;
  const program = { root: checkout.value, launcher: launcherOf(programOf(checkout.value)) };
  return runProgram(request, program, { commit, storeRoot, folder });
}

/** Sources of another repository than the lock's: whether they are the same code and manifest, keys and digests say. */
const withSourcesOf = ({ code, files }: LockedProfile, result: RerunResult): RerunResult => ({
  ...result,
  found: { ...result.found, code, files },
});

async function chooseCommit({
  project,
  locked,
  isPackaged,
}: RerunRequest): Promise<Result<ChosenCommit, CommitProblem>> {
  if (!isPackaged) return findCommit(project.root, locked);
  const head = await new Git(project.root).headCommit();
  return head.ok ? ok({ commit: head.value, isLocked: false, elsewhere: null }) : head;
}
