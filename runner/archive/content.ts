/** The files that go into an archive, before there is one: each by its path, with bytes at hand or in a file. */

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { byCodeUnit, sha256 } from '../../schemas/canonical.ts';
import { type Sha256, toSha256 } from '../../schemas/ids.ts';
import { readPieces } from '../util/hash-file.ts';

export interface ArchivedFile {
  /** In the archive, parts joined by `/`. */
  readonly path: string;
  readonly digest: Sha256;
  readonly bytes: number;
  readonly crc32: number;
  /** The bytes, or the absolute path of a file that has them. */
  readonly source: Buffer | string;
}

export function archivedBytes(path: string, content: string | Uint8Array): ArchivedFile {
  const source = Buffer.from(content);
  return { path, digest: sha256(source), bytes: source.length, crc32: crc32(source), source };
}

/** Reads the file once. @throws the system's error. */
export function archivedFile(path: string, file: string): ArchivedFile {
  const hash = createHash('sha256');
  let [sum, bytes] = [0, 0];
  readPieces(file, (piece) => {
    hash.update(piece);
    sum = crc32(piece, sum);
    bytes += piece.length;
  });
  return { path, digest: toSha256(hash.digest('hex')), bytes, crc32: sum, source: file };
}

export const inOrder = (files: readonly ArchivedFile[]): readonly ArchivedFile[] =>
  [...files].sort((a, b) => byCodeUnit(a.path, b.path));
