/** Creates a folder and those above it that are not there, and says truly why not. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from './system-error.ts';

/** @returns the first folder that was created; undefined when all were there. */
export function makeFolder(path: string): string | undefined {
  try {
    return mkdirSync(path, { recursive: true });
  } catch (error) {
    // On a file system that cannot be written, Node.js reports ENOENT for a path of several parts.
    if (errorCode(error) === 'ENOENT') mkdirSync(firstMissing(path));
    throw error;
  }
}

function firstMissing(path: string): string {
  const parent = dirname(path);
  return parent === path || existsSync(parent) ? path : firstMissing(parent);
}
