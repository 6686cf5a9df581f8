/**
 * Where the program of a project is: its sources, its build and the lock file of its packages. A clone of Reprise is its
 * own program; any other repository has it as an installed package, alone or with modules of the project's own.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unlessMissing } from '../util/system-error.ts';
import { ownModules } from './own-modules.ts';

export interface Program {
  /** Folder of sources, build and lock file. */
  readonly root: string;
  /** Below whose `node_modules` its packages are installed. */
  readonly packages: string;
  /** Folder of the package that it is, or is made from; null where the project holds its own program. */
  readonly installed: string | null;
}

const packageName = 'reprise';

/** Where a package and the project's own modules are put together; git ignores it. */
const extendedFolder = (root: string): string => join(root, '.reprise', 'program');

/** Nothing needs to be there yet: whoever uses a part says when it is missing. */
export function programOf(root: string): Program {
  if (!dependsOnPackage(root)) return { root, packages: root, installed: null };
  const installed = join(root, 'node_modules', packageName);
  const extended = extendedFolder(root);
  return ownModules(root).length === 0
    ? { root: installed, packages: root, installed }
    : { root: extended, packages: extended, installed };
}

/** Whether the project's package.json names Reprise among what it needs. What cannot be read names nothing. */
function dependsOnPackage(root: string): boolean {
  const text = unlessMissing(() => readFileSync(join(root, 'package.json'), 'utf8'));
  if (text === undefined) return false;
  try {
    const { dependencies, devDependencies } = JSON.parse(text);
    return [dependencies, devDependencies].some(
      (needed) => typeof needed === 'object' && needed !== null && Object.hasOwn(needed, packageName),
    );
  } catch {
    return false;
  }
}

/** The folder from `folder` upwards that holds `manifests`. */
export function projectAround(folder: string): string | undefined {
  if (isFolder(join(folder, 'manifests'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : projectAround(parent);
}

const isFolder = (path: string): boolean => existsSync(join(path, '.'));
