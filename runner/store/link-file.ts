/** Gives a finished file its name in the store, without ever overwriting one and without anybody seeing half of it. */
import { randomUUID } from 'node:crypto';
import { constants, copyFileSync, linkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DurableFiles } from '../util/durable-files.ts';
import { errorCode, removeIfThere } from '../util/system-error.ts';

/** @returns false when the name is taken. On another file system the file is copied beside the name first. */
export function linkOrCopy(source: string, target: string, files: DurableFiles): boolean {
  try {
    return linkUnlessThere(source, target);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    return copyUnlessThere(source, target, files);
  }
}

/** Names of the copies that a dead process may have left. */
export const isTemporaryCopy = (name: string): boolean => /^\.[0-9a-f-]{36}\.tmp$/.test(name);

function copyUnlessThere(source: string, target: string, files: DurableFiles): boolean {
  const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
  try {
    copyFileSync(source, temporary, constants.COPYFILE_EXCL);
    files.syncFile(temporary);
    return linkUnlessThere(temporary, target);
  } finally {
    removeIfThere(temporary);
  }
}

function linkUnlessThere(source: string, target: string): boolean {
  try {
    linkSync(source, target);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
