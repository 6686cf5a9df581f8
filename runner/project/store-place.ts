/**
 * Where in a project results cannot lie: a store ignores all that is in its folder, and its files would count as
 * sources, as manifests or as changes of the tree.
 */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { sourceFolders } from '../build/sources.ts';

/** Folders of the project whose content has a meaning of its own. */
const taken = [...sourceFolders, 'manifests', 'node_modules', 'dist', '.git'];

/** What a store in this folder would cover or fill, as a clause; undefined where it can lie there. */
export function storeInTheWay(root: string, storeRoot: string): string | undefined {
  const [project, store] = [realPlace(root), realPlace(storeRoot)];
  if (isIn(store, project)) return store === project ? 'is the project itself' : 'holds the project';
  const folder = taken.find((name) => isIn(realPlace(join(root, name)), store));
  return folder === undefined ? undefined : `belongs to the project's ${folder}`;
}

/** Through links, also where the last folders are still to be made. */
function realPlace(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(realPlace(parent), relative(parent, path));
}

/** Whether `path` is `folder` or lies in it. */
const isIn = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
