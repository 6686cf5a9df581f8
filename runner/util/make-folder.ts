/**
 * Creates a folder and those above it that are not there, and says truly why not. One by one, since what Node.js does at
 * once never ends where a file system takes no folder and says that there is none (`/proc`, mounts on demand).
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, unlessMissing } from './system-error.ts';

/** @returns the first folder that was created; undefined when all were there. */
export function makeFolder(path: string): string | undefined {
  // The usual case, without an exception.
  if (isFolder(path)) return undefined;
  const parent = dirname(path);
  const above = parent === path || existsSync(parent) ? undefined : makeFolder(parent);
  try {
    mkdirSync(path);
    return above ?? path;
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (errorCode(error) === 'EEXIST' && isFolder(path)) return above;
    throw error;
  }
}

const isFolder = (path: string): boolean =>
  unlessMissing(() => statSync(path, { throwIfNoEntry: false }))?.isDirectory() === true;
