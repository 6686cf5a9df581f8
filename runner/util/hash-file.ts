/** The digest of a file, read in pieces, so that its size does not matter. */
import { createHash, hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type Sha256, toSha256 } from '../../schemas/ids.ts';
import { oddKind } from './regular-file.ts';

const piece = Buffer.allocUnsafe(1 << 20);

export interface HashedFile {
  readonly digest: Sha256;
  readonly bytes: number;
}

/** @throws the system's error when the file cannot be read. */
export function hashFile(path: string): HashedFile {
  const { hex, bytes } = hashWith('sha256', path);
  return { digest: toSha256(hex), bytes };
}

/** MD5, only to compare with checksums that others publish. */
export const md5OfFile = (path: string): string => hashWith('md5', path).hex;

/**
 * The same for a file that is open for reading, at its start.
 * @param size what the system says of it: a file that is as long, and fits into one piece, is read at once.
 */
export function hashOpenFile(file: number, size: number): HashedFile {
  if (size < piece.length) {
    const bytes = readSync(file, piece, 0, piece.length, 0);
    if (bytes === size) return { digest: toSha256(hash('sha256', piece.subarray(0, bytes))), bytes };
  }
  const { hex, bytes } = hashOpen('sha256', file);
  return { digest: toSha256(hex), bytes };
}

interface HexDigest {
  readonly hex: string;
  readonly bytes: number;
}

function hashWith(algorithm: string, path: string): HexDigest {
  return withFile(path, (file) => hashOpen(algorithm, file));
}

/** Hands the content of a file over in pieces, each of which is only good until the next. @throws as `hashFile`. */
export const readPieces = (path: string, take: (piece: Buffer) => void): void =>
  withFile(path, (file) => piecesOf(file, take));

function withFile<T>(path: string, use: (file: number) => T): T {
  // Without waiting: opening a pipe would last until somebody writes to it.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const kind = oddKind(fstatSync(file));
    if (kind !== undefined)
      throw new TypeError(`Expected \`path\` to lead to a file, got the ${kind} ${path}`);
    return use(file);
  } finally {
    closeSync(file);
  }
}

function hashOpen(algorithm: string, file: number): HexDigest {
  const whole = createHash(algorithm);
  let bytes = 0;
  piecesOf(file, (read) => {
    whole.update(read);
    bytes += read.length;
  });
  return { hex: whole.digest('hex'), bytes };
}

/** By position: whoever read a part before has not moved it. */
function piecesOf(file: number, take: (piece: Buffer) => void): void {
  let at = 0;
  for (let read = -1; read !== 0; at += read) {
    read = readSync(file, piece, 0, piece.length, at);
    if (read > 0) take(piece.subarray(0, read));
  }
}
