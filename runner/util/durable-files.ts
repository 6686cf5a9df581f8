/**
 * The few writes whose order on the disk matters. After `write` and `syncFolder` return, the file survives a
 * power cut. An interface, so that a test can put a full disk in its place.
 */
import { closeSync, fsyncSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { errorCode, unlessMissing } from './system-error.ts';

export interface DurableFiles {
  /** Creates a file that must not exist yet and flushes its content. Leaves nothing behind when it fails. */
  write(path: string, content: string | Uint8Array, mode: number): void;
  /** Flushes the content of a file. */
  syncFile(path: string): void;
  /** Flushes the names in a folder. */
  syncFolder(path: string): void;
}

export const durableFiles: DurableFiles = { write, syncFile, syncFolder };

function write(path: string, content: string | Uint8Array, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } catch (error) {
    unlessMissing(() => unlinkSync(path));
    throw error;
  } finally {
    closeSync(file);
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Some systems cannot flush a folder; their renames are as durable as they get. */
const cannotSyncFolder = new Set(['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP']);

function syncFolder(path: string): void {
  try {
    syncFile(path);
  } catch (error) {
    if (!cannotSyncFolder.has(errorCode(error) ?? '')) throw error;
  }
}

/** Creates a folder and those above it that are not there, so that all of them survive a power cut. */
export function makeDurableFolder(path: string, files: DurableFiles): void {
  const first = makeFolder(path);
  if (first === undefined) return;
  const last = dirname(first);
  for (let folder = path; folder !== last; ) {
    folder = dirname(folder);
    files.syncFolder(folder);
  }
}
