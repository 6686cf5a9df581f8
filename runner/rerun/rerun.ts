/**
 * Reruns a locked experiment from nothing: the locked commit in a checkout of its own, its own build and runner, a store
 * that only reruns of this lock write to. Every rerun runs that runner again, so an interrupted one goes on wherever it
 * stopped, and what is compared is what it has just said.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { canonicalDigest } from '../../schemas/canonical.ts';
import type { ContractProblem } from '../../schemas/contract.ts';
import type { GitCommit } from '../../schemas/ids.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import { type RerunResult, rerunResultContract } from '../../schemas/rerun-result.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { BuildProblem } from '../project/build.ts';
import { Git } from '../project/git.ts';
import { withoutRepository } from '../project/git-environment.ts';
import type { GitProblem } from '../project/git-problem.ts';
import type { Project } from '../project/project.ts';
import { experimentName } from '../store/experiment-name.ts';
import { layoutOf } from '../store/layout.ts';
import { expectOwnFolders } from '../store/open-store.ts';
import { makeFolder } from '../util/make-folder.ts';
import { unlessMissing } from '../util/system-error.ts';
import { checkOut } from './checkout.ts';
import { type ChosenCommit, type CommitProblem, commitNotices, findCommit } from './find-commit.ts';
import { isInUse, leaseFolder, removeAbandoned } from './lease.ts';
import { type InstallProblem, prepare } from './prepare.ts';

export interface RerunRequest {
  readonly project: Project;
  readonly id: string;
  readonly profile: string;
  readonly locked: LockedProfile;
  /** Forget what earlier reruns of this lock have computed. */
  readonly fresh: boolean;
  /** Arguments for the runner of the locked commit, such as the number of workers. */
  readonly runArguments: readonly string[];
  readonly json: boolean;
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
  | { readonly reason: 'interrupted' }
  /** The locked commit's runner ended without results, after it said why. */
  | { readonly reason: 'run-refused'; readonly exitCode: number }
  | { readonly reason: 'bad-result'; readonly problem: ContractProblem }
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
  const chosen = await findCommit(project.root, locked);
  if (!chosen.ok) return chosen;
  for (const line of commitNotices(chosen.value, locked)) notice(line);
  if (request.fresh) discard(storeRoot);
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

async function computeIn(
  folder: string,
  request: RerunRequest,
  { commit }: ChosenCommit,
  storeRoot: string,
): Promise<Result<RerunResult, RerunProblem>> {
  request.notice(`checking out commit ${commit.slice(0, 12)}`);
  const checkout = await checkOut(new Git(request.project.root), commit, join(folder, 'checkout'));
  if (!checkout.ok) return checkout;
  const ready = await prepare(request.project.root, checkout.value, request.notice);
  if (!ready.ok) return ready;
  makeFolder(storeRoot);
  const resultFile = join(folder, 'result.json');
  const exitCode = await runLockedCommit(request, checkout.value, storeRoot, resultFile);
  const text = unlessMissing(() => readFileSync(resultFile, 'utf8'));
  if (exitCode === 130) return fail({ reason: 'interrupted' });
  if (text === undefined) return fail({ reason: 'run-refused', exitCode });
  const read = rerunResultContract.parse(text);
  if (!read.ok) return fail(...read.failures.map((problem) => ({ reason: 'bad-result' as const, problem })));
  const problem = otherRun(read.value, request, commit);
  return problem === undefined ? read : fail({ reason: 'bad-result', problem });
}

/** What says that the result is not of what was asked for. */
function otherRun(
  { id, profile, found }: RerunResult,
  request: RerunRequest,
  commit: GitCommit,
): ContractProblem | undefined {
  const answers = [
    ['/id', request.id, id],
    ['/profile', request.profile, profile],
    ['/found/commit', commit, found.commit],
  ] as const;
  const wrong = answers.find(([, expected, is]) => expected !== is);
  if (wrong === undefined) return undefined;
  const [path, expected, is] = wrong;
  return { reason: 'contract', format: rerunResultContract.name, path, expected, found: is };
}

/** The IPC channel makes the child stop when this process is killed. */
async function runLockedCommit(
  { id, profile, project, runArguments, json }: RerunRequest,
  checkout: string,
  storeRoot: string,
  resultFile: string,
): Promise<number> {
  const ignoreInterrupt = (): void => undefined;
  // Ctrl-C reaches the child as well, which decides what it means.
  process.on('SIGINT', ignoreInterrupt);
  const child = await execa(
    process.execPath,
    [
      join(checkout, 'dist', 'cli.js'),
      ...['run', id, ...(profile === 'base' ? [] : ['--profile', profile])],
      ...['--store', storeRoot, '--data', project.dataRoot, '--no-lock', '--result-file', resultFile],
      ...runArguments,
    ],
    {
      cwd: checkout,
      env: withoutRepository(process.env),
      extendEnv: false,
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
