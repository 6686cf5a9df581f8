/** Runs an experiment by the program of a locked commit, or of a package, and reads what it says in the end. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { ContractProblem } from '../../schemas/contract.ts';
import type { GitCommit } from '../../schemas/ids.ts';
import { type RerunResult, rerunResultContract } from '../../schemas/rerun-result.ts';
import { fail, type Result } from '../../schemas/result.ts';
import { withoutRepository } from '../project/git-environment.ts';
import type { Project } from '../project/project.ts';
import { makeFolder } from '../util/make-folder.ts';
import { unlessMissing } from '../util/system-error.ts';

export interface RunRequest {
  readonly project: Pick<Project, 'dataRoot'>;
  readonly id: string;
  readonly profile: string;
  /** Arguments for the runner of the locked commit, such as the number of workers. */
  readonly runArguments: readonly string[];
  readonly json: boolean;
}

export interface ProgramToRun {
  /** Folder of the project that it runs in. */
  readonly root: string;
  /** The file that starts it. */
  readonly launcher: string;
}

export interface RunPlaces {
  /** That the result must be of. */
  readonly commit: GitCommit;
  readonly storeRoot: string;
  /** For files of this rerun alone. */
  readonly folder: string;
}

export type RunProblem =
  | { readonly reason: 'interrupted' }
  /** The locked commit's runner ended without results, after it said why. */
  | { readonly reason: 'run-refused'; readonly exitCode: number }
  | { readonly reason: 'bad-result'; readonly problem: ContractProblem };

export async function runProgram(
  request: RunRequest,
  program: ProgramToRun,
  { commit, storeRoot, folder }: RunPlaces,
): Promise<Result<RerunResult, RunProblem>> {
  makeFolder(storeRoot);
  const resultFile = join(folder, 'result.json');
  const exitCode = await start(request, program, storeRoot, resultFile);
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
  request: RunRequest,
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
async function start(
  { id, profile, project, runArguments, json }: RunRequest,
  { root, launcher }: ProgramToRun,
  storeRoot: string,
  resultFile: string,
): Promise<number> {
  const ignoreInterrupt = (): void => undefined;
  // Ctrl-C reaches the child as well, which decides what it means.
  process.on('SIGINT', ignoreInterrupt);
  const child = await execa(
    process.execPath,
    [
      launcher,
      ...['run', id, ...(profile === 'base' ? [] : ['--profile', profile])],
      ...['--store', storeRoot, '--data', project.dataRoot, '--no-lock', '--result-file', resultFile],
      ...runArguments,
    ],
    {
      cwd: root,
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
