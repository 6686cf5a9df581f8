/** Writes an archive whole or not at all. */
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Sha256, toSha256 } from '../../schemas/ids.ts';
import { durableFiles } from '../util/durable-files.ts';
import { ExplainedError } from '../util/explained-error.ts';
import { readPieces } from '../util/hash-file.ts';
import { makeFolder } from '../util/make-folder.ts';
import { unlessMissing } from '../util/system-error.ts';
import { type ArchivedFile, inOrder } from './content.ts';
import { centralHeader, endRecords, layOut, localHeader } from './zip-format.ts';

export interface WrittenArchive {
  readonly bytes: number;
  /** Of the zip file. */
  readonly digest: Sha256;
}

/**
 * Replaces what lies there. A killed writer leaves a file whose name begins with a dot and ends in `.tmp`.
 * @throws the system's error.
 */
export function writeArchive(file: string, files: readonly ArchivedFile[]): WrittenArchive {
  const target = resolve(file);
  const folder = dirname(target);
  makeFolder(folder);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    const written = writeAll(temporary, inOrder(files));
    renameSync(temporary, target);
    durableFiles.syncFolder(folder);
    return written;
  } catch (error) {
    unlessMissing(() => unlinkSync(temporary));
    throw error;
  }
}

function writeAll(path: string, files: readonly ArchivedFile[]): WrittenArchive {
  const layout = layOut(files.map(({ path: name, bytes, crc32 }) => ({ name, bytes, crc32 })));
  const hash = createHash('sha256');
  const out = openSync(path, 'wx', 0o644);
  let bytes = 0;
  const write = (piece: Uint8Array): void => {
    for (let done = 0; done < piece.length; ) done += writeSync(out, piece, done);
    hash.update(piece);
    bytes += piece.length;
  };
  try {
    layout.entries.forEach((entry, i) => {
      write(localHeader(entry));
      const source = files[i]?.source ?? Buffer.alloc(0);
      if (typeof source === 'string') readPieces(source, write);
      else write(source);
      expectWritten(entry.data + entry.bytes, bytes, entry.name);
    });
    for (const entry of layout.entries) write(centralHeader(entry));
    write(endRecords(layout));
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
  return { bytes, digest: toSha256(hash.digest('hex')) };
}

function expectWritten(expected: number, found: number, name: string): void {
  if (expected === found) return;
  throw new ExplainedError(
    `expected ${name} to stay as it was while the archive is written, found it changed by ${found - expected} bytes`,
    'see who writes to the store, and export again',
  );
}
