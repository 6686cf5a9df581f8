/** Bad files are moved out of sight, not deleted: they are evidence, and perhaps all that is left. */
import { randomUUID } from 'node:crypto';
import { cpSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeFolder } from '../util/make-folder.ts';
import { errorCode, unlessRefused } from '../util/system-error.ts';
import type { Layout } from './layout.ts';

/** Returns where it lies now; null when another process moved it first, or the store cannot be written. */
export function quarantine(layout: Layout, path: string): string | null {
  const target = join(layout.quarantine, `${basename(path)}.${randomUUID()}`);
  const moved = unlessRefused(() => {
    makeFolder(layout.quarantine);
    move(path, target);
    return target;
  });
  return moved ?? null;
}

function move(path: string, target: string): void {
  try {
    renameSync(path, target);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    // A link is copied as a link; what it leads to is not ours.
    cpSync(path, target, { recursive: true, verbatimSymlinks: true });
    rmSync(path, { recursive: true, force: true });
  }
}
