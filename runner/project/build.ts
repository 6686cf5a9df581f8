/**
 * Sees to it that the program that runs is the one whose sources the job keys name, and that it stays so: a run uses
 * one build, from its first job to its last.
 */
import { join } from 'node:path';
import { execa } from 'execa';
import type { EngineName } from '../../schemas/engine.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type Build, type BuildFault, changedFiles } from '../build/build-file.ts';
import { currentBuild, ownBuild } from '../build/own-build.ts';
import {
  checkPackages,
  installedVersion,
  type PackageProblem,
  packagesToPin,
  readLockedPackages,
} from '../build/packages.ts';
import { readSources, sourceDigest } from '../build/sources.ts';
import { lockedPackages } from '../key/locked-packages.ts';
import type { CodeBase } from './code-closures.ts';
import type { ExtensionProblem } from './extend-program.ts';
import { foreignPackages } from './foreign-packages.ts';
import { installedFault, type PackageFault } from './installed-package.ts';
import type { Program } from './program.ts';

export type BuildProblem =
  | BuildFault
  | PackageFault
  | ExtensionProblem
  /** Output is what the build printed. */
  | { readonly reason: 'build-failed'; readonly output: string }
  | { readonly reason: 'wrong-packages'; readonly problems: readonly PackageProblem[] }
  /** Something among the sources that gives their imports another meaning. */
  | { readonly reason: 'foreign-packages'; readonly paths: readonly string[] }
  | { readonly reason: 'sources-changed' }
  /** `beforeBuild` said so, and why. */
  | { readonly reason: 'not-wanted' };

export interface PinnedBuild {
  readonly build: Build;
  /** Whether this program is part of that build; otherwise that build's own program must go on. */
  readonly isOwn: boolean;
}

export const workerOf = ({ folder }: Build): string => join(folder, 'worker.js');
/** What starts the current build of a program. */
export const launcherOf = ({ root }: Pick<Program, 'root'>): string => join(root, 'dist', 'cli.js');
export const commandLineOf = ({ folder }: Build): string => join(folder, 'cli.js');

/**
 * The verified build of a program's sources as they are now; made first where there is none.
 * @param project its folder. @param beforeBuild says that a build begins, or gives false to do without.
 */
export async function pinBuild(
  project: string,
  { root, packages, installed }: Program,
  beforeBuild: () => Promise<boolean>,
): Promise<Result<PinnedBuild, BuildProblem>> {
  const altered = installed === null ? undefined : installedFault(project, installed);
  const fault = ownBuildFault() ?? altered ?? foreignPackageFault(root);
  if (fault !== undefined) return fail(fault);
  const found = await findBuild(root, beforeBuild);
  if (!found.ok) return found;
  const changed = changedFiles(found.value.build);
  const { folder, list } = found.value.build;
  if (changed.length > 0) return fail({ reason: 'build-changed', folder, files: changed });
  // The build of an archive was made of the packages that it names, and loads none of those that are installed.
  const wanted = root === packages ? packagesToPin(list.graph, readLockedPackages(root)) : [];
  const problems = checkPackages(root, wanted);
  return problems.length > 0 ? fail({ reason: 'wrong-packages', problems }) : found;
}

export function foreignPackageFault(
  root: string,
): Extract<BuildProblem, { reason: 'foreign-packages' }> | undefined {
  const paths = foreignPackages(root);
  return paths.length === 0 ? undefined : { reason: 'foreign-packages', paths };
}

/** What is wrong with the build that this program runs from; undefined also when it was started from its sources. */
export function ownBuildFault(): BuildFault | undefined {
  const own = ownBuild();
  if (!own.ok) return own.failures.find(({ reason }) => reason !== 'build-absent');
  const files = changedFiles(own.value);
  return files.length === 0 ? undefined : { reason: 'build-changed', folder: own.value.folder, files };
}

/** Whether this build was made of the sources below `root` as they are now. */
export const isBuildOf = (root: string, { list }: Build): boolean =>
  list.sources === sourceDigest(readSources(root));

/** Runs the program's own build, which leaves earlier ones as they are. */
export async function buildProject(root: string): Promise<Result<Build, BuildProblem>> {
  const fault = foreignPackageFault(root);
  if (fault !== undefined) return fail(fault);
  const build = await execa(process.execPath, [join('scripts', 'build.mjs')], {
    cwd: root,
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  return build.failed ? fail({ reason: 'build-failed', output: build.all ?? '' }) : currentBuild(root);
}

/** Packages that an engine loads by itself: what is installed must have the version that keys name. */
export function checkEnginePackages(
  { packages }: Pick<Program, 'packages'>,
  engine: EngineName,
  { enginePackages, locked }: Pick<CodeBase, 'enginePackages' | 'locked'>,
): PackageProblem[] {
  return lockedPackages(enginePackages[engine] ?? [], locked).flatMap(
    ({ path, version }): PackageProblem[] => {
      const found = installedVersion(packages, path);
      // An engine that is not installed says so itself.
      if (found === undefined || found === version) return [];
      return [
        { path, reason: 'package-of-other-version', detail: `expected version ${version}, found ${found}` },
      ];
    },
  );
}

async function findBuild(
  root: string,
  beforeBuild: () => Promise<boolean>,
): Promise<Result<PinnedBuild, BuildProblem>> {
  const own = ownBuild();
  if (own.ok && isBuildOf(root, own.value)) return ok({ build: own.value, isOwn: true });
  const current = currentBuild(root);
  if (current.ok && isBuildOf(root, current.value)) return ok({ build: current.value, isOwn: false });
  if (!(await beforeBuild())) return fail({ reason: 'not-wanted' });
  const built = await buildProject(root);
  if (!built.ok) return built;
  return isBuildOf(root, built.value)
    ? ok({ build: built.value, isOwn: false })
    : fail({ reason: 'sources-changed' });
}
