/** An archive opened for reading: every byte of its headers examined, every entry readable by its path. */
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Sha256 } from '../../schemas/ids.ts';
import { toSha256 } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { oddKind } from '../util/regular-file.ts';
import { type Damage, examineContainer } from './container-damage.ts';
import type { ReadAt } from './walk-zip.ts';
import type { PlacedEntry } from './zip-format.ts';

export interface OpenArchive {
  /** Of every entry, in the order of the file. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** What the bytes hash to. */
  digestOf(path: string): Sha256 | undefined;
  bytesOf(path: string): number | undefined;
  /** The whole entry. @returns undefined where there is none, or one too long to be what it should. */
  read(path: string): Buffer | undefined;
  text(path: string): string | undefined;
  /** Hands the entry over in pieces, each of which is only good until the next. */
  pieces(path: string, take: (piece: Buffer) => void): void;
  close(): void;
}

/** Far more than any text of an archive has. */
const mostInMemory = 2 ** 28;
const pieceBytes = 2 ** 20;

/** Reads the file once, whole. @throws the system's error where it cannot be read. */
export function openArchive(file: string): Result<OpenArchive, Damage> {
  const opened = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const result = examine(opened);
    if (!result.ok) closeSync(opened);
    return result;
  } catch (error) {
    closeSync(opened);
    throw error;
  }
}

function examine(file: number): Result<OpenArchive, Damage> {
  const state = fstatSync(file);
  const kind = oddKind(state);
  if (kind !== undefined) return fail({ entry: null, text: `is a ${kind}, where a file was expected` });
  const read = readerOf(file);
  const container = examineContainer(read, state.size);
  if (!container.isWhole) return fail(...container.damage);
  const { entries } = container.layout;
  const digests = new Map<string, Sha256>();
  const damage: Damage[] = [];
  for (const entry of entries) {
    const found = checksums(read, entry);
    digests.set(entry.name, found.digest);
    if (found.crc32 !== entry.crc32)
      damage.push({ entry: entry.name, text: 'has other bytes than its checksum says' });
  }
  return damage.length > 0 ? fail(...damage) : ok(archiveOf(file, read, entries, digests));
}

function archiveOf(
  file: number,
  read: ReadAt,
  entries: readonly PlacedEntry[],
  digests: ReadonlyMap<string, Sha256>,
): OpenArchive {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const whole = (path: string): Buffer | undefined => {
    const entry = byName.get(path);
    return entry === undefined || entry.bytes > mostInMemory ? undefined : read(entry.data, entry.bytes);
  };
  return {
    paths: entries.map(({ name }) => name),
    has: (path) => byName.has(path),
    digestOf: (path) => digests.get(path),
    bytesOf: (path) => byName.get(path)?.bytes,
    read: whole,
    text: (path) => whole(path)?.toString('utf8'),
    pieces: (path, take) => {
      const entry = byName.get(path);
      if (entry !== undefined) inPieces(read, entry, take);
    },
    close: () => closeSync(file),
  };
}

function checksums(read: ReadAt, entry: PlacedEntry): { readonly digest: Sha256; readonly crc32: number } {
  const hash = createHash('sha256');
  let sum = 0;
  inPieces(read, entry, (piece) => {
    hash.update(piece);
    sum = crc32(piece, sum);
  });
  return { digest: toSha256(hash.digest('hex')), crc32: sum };
}

function inPieces(read: ReadAt, { data, bytes }: PlacedEntry, take: (piece: Buffer) => void): void {
  for (let done = 0; done < bytes; done += pieceBytes)
    take(read(data + done, Math.min(pieceBytes, bytes - done)));
}

const readerOf =
  (file: number): ReadAt =>
  (offset, bytes) => {
    const buffer = Buffer.allocUnsafe(bytes);
    let done = 0;
    while (done < bytes) {
      const read = readSync(file, buffer, done, bytes - done, offset + done);
      if (read === 0) break;
      done += read;
    }
    return buffer.subarray(0, done);
  };
