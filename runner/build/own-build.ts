/** The build that this program runs from, and the current one of a project. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSha256 } from '../../schemas/ids.ts';
import { fail, type Result } from '../../schemas/result.ts';
import { unlessMissing } from '../util/system-error.ts';
import { type Build, type BuildFault, readBuild } from './build-file.ts';

/** The folder that this file was bundled into; when run from its source, a folder that holds no build. */
export const ownFolder = dirname(fileURLToPath(import.meta.url));

let own: Result<Build, BuildFault> | undefined;

/** Read once: a program stays the build that it is. */
export function ownBuild(): Result<Build, BuildFault> {
  own ??= readBuild(ownFolder);
  return own;
}

export const distFolder = (root: string): string => join(root, 'dist');
export const buildsFolder = (dist: string): string => join(dist, 'builds');
export const currentFile = (dist: string): string => join(dist, 'current');

/** The build that the launcher of a project starts. Nothing of it is run. */
export function currentBuild(root: string): Result<Build, BuildFault> {
  const dist = distFolder(root);
  const id = unlessMissing(() => readFileSync(currentFile(dist), 'utf8'))?.trim();
  if (id === undefined || !isSha256(id)) return fail({ reason: 'build-absent', folder: dist });
  return readBuild(join(buildsFolder(dist), id));
}
