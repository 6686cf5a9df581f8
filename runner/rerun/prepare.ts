/** Makes a checkout ready to compute: the packages of its lock file, and a build of its own from its own sources. */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type BuildProblem, buildProject } from '../project/build.ts';
import { withoutRepository } from '../project/git-environment.ts';
import { programOf } from '../project/program.ts';
import { packagedBuild } from '../project/program-build.ts';

export interface InstallProblem {
  readonly reason: 'install-failed';
  readonly output: string;
}

/** @param root the project that is rerun. @param checkout the same project at the commit that runs. */
export async function prepare(
  root: string,
  checkout: string,
  notice: (message: string) => void,
): Promise<Result<null, BuildProblem | InstallProblem>> {
  const installed = await installPackages(root, checkout, notice);
  if (!installed.ok) return installed;
  // Never a copied build: what was built elsewhere from other bytes could call itself the same.
  const built = await buildIn(checkout, notice);
  return built.ok ? ok(null) : built;
}

/** The build of a package is a part of it, which its project's lock file names. */
function buildIn(
  checkout: string,
  notice: (message: string) => void,
): Promise<Result<unknown, BuildProblem>> {
  if (programOf(checkout).installed !== null) return packagedBuild(checkout, notice);
  notice('building the program from its sources');
  return buildProject(checkout);
}

/** Equal lock files name equal packages, so the installed ones serve both checkouts. */
async function installPackages(
  root: string,
  checkout: string,
  notice: (message: string) => void,
): Promise<Result<null, InstallProblem>> {
  if (!existsSync(join(checkout, 'package-lock.json'))) return ok(null);
  const modules = join(root, 'node_modules');
  if (sameFile(root, checkout, 'package-lock.json') && existsSync(modules)) {
    symlinkSync(modules, join(checkout, 'node_modules'), 'dir');
    return ok(null);
  }
  notice('installing the packages of the locked commit');
  const install = await execa('npm', ['ci', '--ignore-scripts'], {
    cwd: checkout,
    env: withoutRepository(process.env),
    extendEnv: false,
    reject: false,
    all: true,
  });
  return install.failed ? fail({ reason: 'install-failed', output: install.all ?? '' }) : ok(null);
}

function sameFile(a: string, b: string, name: string): boolean {
  const [first, second] = [join(a, name), join(b, name)];
  return existsSync(first) && existsSync(second) && readFileSync(first).equals(readFileSync(second));
}
