/**
 * What a zip file says of its entries, in two places: before the bytes of each, and in the directory at its end. Each is
 * read without the other, so that damage to one can be told by the other.
 */
import { all32, endBytes, locatorBytes, signatures, type ZipEntry } from './zip-format.ts';

/** Reads so many bytes from a place; fewer at the end of the file. */
export type ReadAt = (offset: number, bytes: number) => Buffer;

export interface DirectoryEntry extends ZipEntry {
  readonly flags: number;
  readonly method: number;
  /** Bits of the mode; 0 where the maker had none. */
  readonly mode: number;
}

/** @returns undefined where the file ends in no directory that can be followed. */
export function walkDirectory(read: ReadAt, fileBytes: number): readonly DirectoryEntry[] | undefined {
  const place = directoryPlace(read, fileBytes);
  if (place === undefined || place.offset + place.bytes > fileBytes) return undefined;
  const entries: DirectoryEntry[] = [];
  let at = place.offset;
  while (entries.length < place.count) {
    const head = read(at, 46);
    if (head.length < 46 || head.readUInt32LE(0) !== signatures.central) return undefined;
    const [name, extra, comment] = [head.readUInt16LE(28), head.readUInt16LE(30), head.readUInt16LE(32)];
    const rest = read(at + 46, name + extra);
    if (rest.length < name + extra) return undefined;
    const short = head.readUInt32LE(24);
    const bytes = short === all32 ? firstLong(rest.subarray(name)) : short;
    if (bytes === undefined) return undefined;
    entries.push({
      ...{ name: rest.toString('utf8', 0, name), bytes, crc32: head.readUInt32LE(16) },
      ...{ flags: head.readUInt16LE(8), method: head.readUInt16LE(10), mode: head.readUInt16LE(40) },
    });
    at += 46 + name + extra + comment;
  }
  return at === place.offset + place.bytes ? entries : undefined;
}

interface DirectoryPlace {
  readonly count: number;
  readonly offset: number;
  readonly bytes: number;
}

function directoryPlace(read: ReadAt, fileBytes: number): DirectoryPlace | undefined {
  const end = fileBytes < endBytes ? Buffer.alloc(0) : read(fileBytes - endBytes, endBytes);
  if (end.length < endBytes || end.readUInt32LE(0) !== signatures.end) return undefined;
  const plain = { count: end.readUInt16LE(10), bytes: end.readUInt32LE(12), offset: end.readUInt32LE(16) };
  if (plain.count < 0xffff && plain.bytes < all32 && plain.offset < all32) return plain;
  const at = fileBytes - endBytes - locatorBytes - 56;
  const long = at < 0 ? Buffer.alloc(0) : read(at, 56);
  if (long.length < 56) return undefined;
  const [count, bytes, offset] = [32, 40, 48].map((field) => Number(long.readBigUInt64LE(field)));
  return count === undefined || bytes === undefined || offset === undefined || count > fileBytes
    ? undefined
    : { count, bytes, offset };
}

/** Follows the headers from the start of the file as far as they go. @returns undefined where they lead beyond its end. */
export function walkEntries(read: ReadAt, fileBytes: number): readonly ZipEntry[] | undefined {
  const entries: ZipEntry[] = [];
  for (let at = 0; ; ) {
    const head = read(at, 30);
    if (head.length < 30 || head.readUInt32LE(0) !== signatures.local) return entries;
    const [name, extra] = [head.readUInt16LE(26), head.readUInt16LE(28)];
    const rest = read(at + 30, name + extra);
    const short = head.readUInt32LE(22);
    const bytes = short === all32 ? firstLong(rest.subarray(name)) : short;
    if (rest.length < name + extra || bytes === undefined) return undefined;
    entries.push({ name: rest.toString('utf8', 0, name), bytes, crc32: head.readUInt32LE(14) });
    at += 30 + name + extra + bytes;
    if (at > fileBytes) return undefined;
  }
}

const firstLong = (extra: Buffer): number | undefined =>
  extra.length >= 12 && extra.readUInt16LE(0) === 1 ? Number(extra.readBigUInt64LE(4)) : undefined;
