/** The digest of a file, read in pieces, so that its size does not matter. */
import { createHash } from 'node:crypto';
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

/** The same for a file that is open for reading, from its current position. */
export function hashOpenFile(file: number): HashedFile {
  const { hex, bytes } = hashOpen('sha256', file);
  return { digest: toSha256(hex), bytes };
}

interface HexDigest {
  readonly hex: string;
  readonly bytes: number;
}

function hashWith(algorithm: string, path: string): HexDigest {
  // Without waiting: opening a pipe would last until somebody writes to it.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const kind = oddKind(fstatSync(file));
    if (kind !== undefined)
      throw new TypeError(`Expected \`path\` to lead to a file, got the ${kind} ${path}`);
    return hashOpen(algorithm, file);
  } finally {
    closeSync(file);
  }
}

function hashOpen(algorithm: string, file: number): HexDigest {
  const hash = createHash(algorithm);
  let bytes = 0;
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
    hash.update(piece.subarray(0, read));
    bytes += read;
  }
  return { hex: hash.digest('hex'), bytes };
}
