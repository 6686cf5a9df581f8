/** A checkout of a locked commit, ready to compute: its own sources, its own build, the same packages. */
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { GitCommit } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type BuildProblem, buildProject } from '../project/build.ts';
import type { Git } from '../project/git.ts';
import type { GitProblem } from '../project/git-problem.ts';
import type { Project } from '../project/project.ts';
import { isAlive } from '../util/process-identity.ts';

export interface InstallProblem {
  readonly reason: 'install-failed';
  readonly output: string;
}

/** @returns the worktree's folder. The caller removes it. */
export async function prepareWorktree(
  project: Project,
  git: Git,
  commit: GitCommit,
  notice: (message: string) => void,
): Promise<Result<string, BuildProblem | InstallProblem | GitProblem>> {
  const worktrees = join(project.storeRoot, 'worktrees');
  await removeAbandoned(worktrees, git);
  const folder = join(worktrees, `${commit.slice(0, 12)}-${process.pid}`);
  const added = await git.run(['worktree', 'add', '--force', '--detach', folder, commit], { network: true });
  if (!added.ok) return added;
  const installed = await installPackages(project.root, folder, notice);
  if (!installed.ok) return installed;
  notice('building the program from its sources');
  const built = await buildProject(folder);
  return built.ok ? ok(folder) : built;
}

export async function removeWorktree(git: Git, folder: string): Promise<void> {
  await git.run(['worktree', 'remove', '--force', '--force', folder]);
  rmSync(folder, { recursive: true, force: true });
}

/** A rerun that was killed leaves its worktree, whose name ends in the id of its process. */
async function removeAbandoned(worktrees: string, git: Git): Promise<void> {
  if (!existsSync(worktrees)) return;
  for (const name of readdirSync(worktrees)) {
    const pid = Number(name.split('-').at(-1));
    const owner = { pid, host: hostname(), processStart: null };
    if (!Number.isInteger(pid) || !isAlive(owner)) await removeWorktree(git, join(worktrees, name));
  }
}

/** Equal lockfiles name equal packages, so the installed ones serve both checkouts. */
async function installPackages(
  root: string,
  folder: string,
  notice: (message: string) => void,
): Promise<Result<undefined, InstallProblem>> {
  if (!existsSync(join(folder, 'package-lock.json'))) return ok(undefined);
  if (sameFile(root, folder, 'package-lock.json') && existsSync(join(root, 'node_modules'))) {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
    return ok(undefined);
  }
  notice('installing the packages of the locked commit');
  const install = await execa('npm', ['ci', '--ignore-scripts'], { cwd: folder, reject: false, all: true });
  return install.failed ? fail({ reason: 'install-failed', output: install.all ?? '' }) : ok(undefined);
}

function sameFile(a: string, b: string, name: string): boolean {
  const [first, second] = [join(a, name), join(b, name)];
  return existsSync(first) && existsSync(second) && readFileSync(first).equals(readFileSync(second));
}
