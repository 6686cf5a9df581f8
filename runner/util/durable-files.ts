/**
 * The few writes whose order on the disk matters. After `write` and `syncFolder` return, the file survives a
 * power cut. An interface, so that a test can put a full disk in its place.
 */
import { closeSync, fsync, fsyncSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { errorCode, unlessMissing } from './system-error.ts';

export interface DurableFiles {
  /** Creates a file that must not exist yet and flushes its content. Leaves nothing behind when it fails. */
  write(path: string, content: string | Uint8Array, mode: number): void;
  /** The same without the flush, for a file that is flushed before anything rests on it. */
  create(path: string, content: string | Uint8Array, mode: number): void;
  /** Flushes the content of a file. */
  syncFile(path: string): void;
  /** Flushes the names in a folder. */
  syncFolder(path: string): void;
  /** The same as the last two, while other work goes on. */
  syncFileSoon(path: string): Promise<void>;
  syncFolderSoon(path: string): Promise<void>;
}

export const durableFiles: DurableFiles = {
  ...{ write, create, syncFile, syncFolder },
  syncFileSoon,
  syncFolderSoon,
};

function write(path: string, content: string | Uint8Array, mode: number): void {
  writeThen(path, content, mode, fsyncSync);
}

function create(path: string, content: string | Uint8Array, mode: number): void {
  writeThen(path, content, mode, () => undefined);
}

function writeThen(
  path: string,
  content: string | Uint8Array,
  mode: number,
  finish: (file: number) => void,
): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeFileSync(file, content);
    finish(file);
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

async function syncFileSoon(path: string): Promise<void> {
  const file = openSync(path, 'r');
  try {
    await new Promise<void>((settle, refuse) => {
      fsync(file, (error) => (error === null ? settle() : refuse(error)));
    });
  } finally {
    closeSync(file);
  }
}

/** Some systems cannot flush a folder; their renames are as durable as they get. */
const cannotSyncFolder = new Set(['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP']);

const isNoFolderSync = (error: unknown): boolean => cannotSyncFolder.has(errorCode(error) ?? '');

function syncFolder(path: string): void {
  try {
    syncFile(path);
  } catch (error) {
    if (!isNoFolderSync(error)) throw error;
  }
}

async function syncFolderSoon(path: string): Promise<void> {
  try {
    await syncFileSoon(path);
  } catch (error) {
    if (!isNoFolderSync(error)) throw error;
  }
}

/** Creates a folder and those above it that are not there. @returns the folders to flush, so that all survive a power cut. */
export function makeFolderToFlush(path: string): readonly string[] {
  const first = makeFolder(path);
  if (first === undefined) return [];
  const toFlush: string[] = [];
  const last = dirname(first);
  for (let folder = path; folder !== last; ) {
    folder = dirname(folder);
    toFlush.push(folder);
  }
  return toFlush;
}
