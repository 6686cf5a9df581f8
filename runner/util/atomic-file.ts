/** Replaces a file so that a reader sees the old content or the new, never a part of either. */
import { randomUUID } from 'node:crypto';
import { renameSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DurableFiles, durableFiles } from './durable-files.ts';
import { makeFolder } from './make-folder.ts';
import { unlessMissing } from './system-error.ts';

/** Creates the folder when it is not there. */
export function replaceFile(
  path: string,
  content: string | Uint8Array,
  files: DurableFiles = durableFiles,
): void {
  makeFolder(dirname(path));
  replaceFileInPlace(path, content, files);
}

/** In a folder that must be there: one that somebody removed meanwhile does not come back. @throws the system's error */
export function replaceFileInPlace(
  path: string,
  content: string | Uint8Array,
  files: DurableFiles = durableFiles,
): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    files.write(temporary, content, 0o644);
    renameSync(temporary, path);
  } catch (error) {
    unlessMissing(() => unlinkSync(temporary));
    throw error;
  }
  files.syncFolder(folder);
}
