/**
 * Reads a file that somebody else put there. A pipe would wait for ever and a device would never end, so only regular
 * files are opened, and none beyond a stated size.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { errorCode } from './system-error.ts';

export type FileKind = 'folder' | 'pipe' | 'socket' | 'device';

export type UnreadableFile =
  | { readonly reason: 'not-a-file'; readonly kind: FileKind }
  | { readonly reason: 'too-long'; readonly mostBytes: number; readonly foundBytes: number }
  /** Code of the system's error, such as `ENOENT`. */
  | { readonly reason: 'system'; readonly code: string };

/** What a path leads to when it is no regular file; undefined for a regular one. Links are followed. */
export function oddKind(state: Stats): FileKind | undefined {
  if (state.isFile()) return undefined;
  if (state.isDirectory()) return 'folder';
  if (state.isFIFO()) return 'pipe';
  return state.isSocket() ? 'socket' : 'device';
}

/** Never waits: what is no regular file is not opened. */
export function readRegularFile(path: string, mostBytes: number): Result<Buffer, UnreadableFile> {
  try {
    const kind = oddKind(statSync(path));
    if (kind !== undefined) return fail({ reason: 'not-a-file', kind });
    // Somebody may put a pipe in its place meanwhile; opening one then must not wait for a writer.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return readWhole(file, mostBytes);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = errorCode(error);
    // A path with a NUL is refused by Node, not by the system; no file can have such a name.
    return fail({
      reason: 'system',
      code: code === 'ERR_INVALID_ARG_VALUE' ? 'ENOENT' : (code ?? 'unknown'),
    });
  }
}

function readWhole(file: number, mostBytes: number): Result<Buffer, UnreadableFile> {
  const state = fstatSync(file);
  const kind = oddKind(state);
  if (kind !== undefined) return fail({ reason: 'not-a-file', kind });
  if (state.size > mostBytes) return fail({ reason: 'too-long', mostBytes, foundBytes: state.size });
  // Some files of the system say that they are empty, and are not.
  const bytes = Buffer.allocUnsafe(Math.max(state.size, 4096) + 1);
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(file, bytes, length, bytes.length - length, null);
    if (read === 0) return ok(bytes.subarray(0, length));
    length += read;
  }
  return fail({ reason: 'too-long', mostBytes, foundBytes: length });
}

/** As a clause after `found`: `a pipe`, `no such file`. */
export function unreadableText(problem: UnreadableFile): string {
  switch (problem.reason) {
    case 'not-a-file':
      return `a ${problem.kind}`;
    case 'too-long':
      return `${problem.foundBytes} bytes, where at most ${problem.mostBytes} are read`;
    case 'system':
      return systemWords[problem.code] ?? `the system's error ${problem.code}`;
    default:
      return problem satisfies never;
  }
}

const systemWords: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'a file that may not be read',
  ELOOP: 'a link that leads back to itself',
  ENAMETOOLONG: 'a name that is too long',
};
