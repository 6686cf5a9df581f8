/**
 * Which file a person means, named as they would type it, since error messages repeat the name. In a project that uses
 * Reprise as a package, the papers that come with it are there too, behind the project's own manifests.
 */
import { isAbsolute, join, relative, resolve } from 'node:path';
import { ok, type Result } from '../../schemas/result.ts';
import { type FoundManifest, findManifests, type ManifestProblem, resolveId } from '../manifest/index.ts';
import type { Project } from '../project/project.ts';

type Places = Pick<Project, 'root' | 'program'>;

/** @returns the path from the working directory of the manifest with this id or path. */
export function manifestFile(project: Places, idOrPath: string): Result<string, ManifestProblem> {
  const file = resolveAmongAll(project, idOrPath);
  return file.ok ? ok(relative(process.cwd(), file.value)) : file;
}

function resolveAmongAll(
  { root, program: { installed } }: Places,
  idOrPath: string,
): Result<string, ManifestProblem> {
  const own = resolveId(root, idOrPath);
  if (own.ok || installed === null) return own;
  const [problem] = own.failures;
  if (problem?.reason !== 'unknown-id') return own;
  const packaged = resolveId(installed, idOrPath);
  // Where neither has it, the one that knows what may be meant tells.
  return packaged.ok || problem.suggestion === null ? packaged : own;
}

/** Whether a manifest is one of the installed package, to which no commit of the project and no lock of it belongs. */
export const isPackaged = (project: Places, file: string): boolean =>
  packagedPath(project, file) !== undefined;

/** The path in the package; undefined for any other file. */
export function packagedPath({ program }: Places, file: string): string | undefined {
  if (program.installed === null) return undefined;
  const path = relative(program.installed, resolve(file));
  return path.startsWith('..') || isAbsolute(path) ? undefined : path;
}

export interface ListedManifest extends FoundManifest {
  /** From the working directory. */
  readonly path: string;
  readonly isPackaged: boolean;
}

/** Those of the project, and behind them those of the package whose ids the project does not use itself. */
export function allManifests({ root, program }: Places): readonly ListedManifest[] {
  const listed = (folder: string, fromPackage: boolean): ListedManifest[] =>
    findManifests(folder).map((found) => ({
      ...found,
      path: relative(process.cwd(), join(folder, found.file)),
      isPackaged: fromPackage,
    }));
  const own = listed(root, false);
  if (program.installed === null) return own;
  const ids = new Set(own.map(({ id }) => id));
  return [...own, ...listed(program.installed, true).filter(({ id }) => !ids.has(id))];
}
