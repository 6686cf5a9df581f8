/**
 * Files of a folder that should hold nothing but our own: never through a link, never a pipe or a device, and never
 * more than is asked for.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { type HashedFile, hashOpenFile } from './hash-file.ts';
import { errorCode, unlessMissing } from './system-error.ts';

/** What lies under a name where a file was expected, such as `a symbolic link`. */
export type OddFile = { readonly odd: string };

/** A link gives an error, a pipe does not wait for its other end. */
const guarded = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const flags = constants.O_RDONLY | guarded;
const appendFlags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | guarded;

/** State of the file itself; undefined when nothing is there. */
export function ownFileState(path: string): Stats | OddFile | undefined {
  const state = lstatSync(path, { throwIfNoEntry: false });
  return state === undefined || state.isFile() ? state : { odd: kindOf(state) };
}

/** @param maxBytes a longer file is odd, and not read. @returns undefined when nothing is there. */
export function readOwnFile(path: string, maxBytes: number): Buffer | OddFile | undefined {
  return withOwnFile(path, (file, state) =>
    state.size > maxBytes
      ? { odd: `a file of ${state.size} bytes, where at most ${maxBytes} were expected` }
      : readFileSync(file),
  );
}

/** @returns undefined when nothing is there. */
export function hashOwnFile(path: string): HashedFile | OddFile | undefined {
  return withOwnFile(path, (file) => hashOpenFile(file));
}

/** @throws the system's error, also for a link; nothing is written to what is no file. */
export function appendToOwnFile(path: string, text: string): void {
  const file = openSync(path, appendFlags);
  try {
    if (fstatSync(file).isFile()) writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

export const isOdd = (found: object): found is OddFile => 'odd' in found;

function withOwnFile<T>(path: string, use: (file: number, state: Stats) => T): T | OddFile | undefined {
  const found = unlessMissing(() => ownFileState(path));
  if (found === undefined || isOdd(found)) return found;
  const file = openUnlessLink(path);
  if (file === undefined) return undefined;
  if (typeof file !== 'number') return file;
  try {
    // It may have been replaced since.
    const state = fstatSync(file);
    return state.isFile() ? use(file, state) : { odd: kindOf(state) };
  } finally {
    closeSync(file);
  }
}

function openUnlessLink(path: string): number | OddFile | undefined {
  try {
    return unlessMissing(() => openSync(path, flags));
  } catch (error) {
    if (errorCode(error) === 'ELOOP') return { odd: 'a symbolic link' };
    throw error;
  }
}

function kindOf(state: Stats): string {
  if (state.isSymbolicLink()) return 'a symbolic link';
  if (state.isDirectory()) return 'a folder';
  if (state.isFIFO()) return 'a pipe';
  if (state.isSocket()) return 'a socket';
  return 'a device';
}
