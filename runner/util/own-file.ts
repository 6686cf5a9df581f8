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
  readSync,
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

/** Its last bytes. @returns undefined when nothing is there, or no file. */
export function endOfOwnFile(path: string, bytes: number): Buffer | undefined {
  const end = withOwnFile(path, (file, { size }) => {
    const content = Buffer.alloc(Math.min(bytes, size));
    return content.subarray(0, readSync(file, content, 0, content.length, size - content.length));
  });
  return end === undefined || isOdd(end) ? undefined : end;
}

/** @returns undefined when nothing is there. */
export function hashOwnFile(path: string): HashedFile | OddFile | undefined {
  return withOwnFile(path, (file, state) => hashOpenFile(file, state.size));
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
  const file = openUnlessOdd(path);
  if (file === undefined) return undefined;
  if (typeof file !== 'number') return file;
  try {
    const state = fstatSync(file);
    return state.isFile() ? use(file, state) : { odd: kindOf(state) };
  } finally {
    closeSync(file);
  }
}

/** Opening reads nothing; what was opened is looked at before it is read. */
function openUnlessOdd(path: string): number | OddFile | undefined {
  try {
    return unlessMissing(() => openSync(path, flags));
  } catch (error) {
    if (errorCode(error) === 'ELOOP') return { odd: 'a symbolic link' };
    // A socket cannot be opened, nor can some devices.
    const state = unlessMissing(() => ownFileState(path));
    if (state !== undefined && isOdd(state)) return state;
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
