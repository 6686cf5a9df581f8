/** Where a project's things are. A project is the git work tree with a `manifests` folder that holds the current folder. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export interface Project {
  /** Absolute path of the work tree's top folder. */
  readonly root: string;
  readonly storeRoot: string;
  readonly dataRoot: string;
}

export interface ProjectOptions {
  /** Overrides `<root>/artifacts`. */
  readonly store?: string | undefined;
  /** Overrides `<root>/artifacts/data`. */
  readonly data?: string | undefined;
}

/** @returns undefined when no folder from `cwd` upwards holds `manifests`. */
export function findProject(cwd: string, options: ProjectOptions = {}): Project | undefined {
  const root = findUpwards(resolve(cwd));
  if (root === undefined) return undefined;
  const storeRoot = resolve(cwd, options.store ?? join(root, 'artifacts'));
  return { root, storeRoot, dataRoot: resolve(cwd, options.data ?? join(root, 'artifacts', 'data')) };
}

/** A path as a person in the project's root would type it. */
export const projectPath = (project: Project, file: string): string => relative(project.root, file) || '.';

function findUpwards(folder: string): string | undefined {
  const manifests = join(folder, 'manifests');
  if (existsSync(manifests) && statSync(manifests).isDirectory()) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findUpwards(parent);
}
