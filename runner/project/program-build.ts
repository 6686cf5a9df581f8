/** The build of a project's program, put together and built where that is still to be done. */
import { pathToFileURL } from 'node:url';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Build } from '../build/build-file.ts';
import { currentBuild } from '../build/own-build.ts';
import type { ExitCode } from '../util/exit-code.ts';
import { type BuildProblem, buildProject, commandLineOf, isBuildOf } from './build.ts';
import { extendProgram } from './extend-program.ts';
import { installedFault } from './installed-package.ts';
import { offerSchema } from './offer-schema.ts';
import { type Program, programOf } from './program.ts';

/** @param notice says that something takes a while. */
export async function packagedBuild(
  root: string,
  notice: (message: string) => void,
): Promise<Result<Build, BuildProblem>> {
  const program = programOf(root);
  const build = await buildOf(root, program, notice);
  if (build.ok && program.installed !== null) offerSchema(root, program.root);
  return build;
}

async function buildOf(
  root: string,
  { installed, ...program }: Program,
  notice: (message: string) => void,
): Promise<Result<Build, BuildProblem>> {
  if (installed === null) return currentBuild(root);
  if (program.root === installed) {
    const fault = installedFault(root, installed);
    return fault?.reason === 'program-not-installed' ? fail(fault) : currentBuild(installed);
  }
  const extended = await extendProgram(root, { ...program, installed }, () =>
    notice('putting the modules of this project and reprise together'),
  );
  if (!extended.ok) return extended;
  const current = currentBuild(program.root);
  return current.ok && isBuildOf(program.root, current.value)
    ? ok(current.value)
    : buildProject(program.root);
}

/** The main function of a build's command line. */
export type Main = () => Promise<ExitCode>;

export async function mainOf(build: Build): Promise<Main> {
  const program: { main: Main } = await import(pathToFileURL(commandLineOf(build)).href);
  return program.main;
}
