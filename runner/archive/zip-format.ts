/**
 * The bytes of a zip file that follow from its contents: entries in the order of their names, stored, all of one time and
 * one mode. So equal contents are equal files, and whoever reads one can say of every byte what it must be. The 64-bit
 * fields are there where a number needs them, and nowhere else (PKWARE, APPNOTE.TXT 6.3.10).
 */

export interface ZipEntry {
  /** Path in the archive, parts joined by `/`. */
  readonly name: string;
  readonly bytes: number;
  readonly crc32: number;
}

/** Where the parts of a file lie, in bytes from its start. */
export interface ZipLayout {
  readonly entries: readonly PlacedEntry[];
  readonly directory: number;
  readonly end: number;
  /** Of the whole file. */
  readonly bytes: number;
}

export interface PlacedEntry extends ZipEntry {
  readonly header: number;
  readonly data: number;
}

export const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
export const endBytes = 22;
const end64Bytes = 56;
export const locatorBytes = 20;
const [signatureOfEnd64, signatureOfLocator] = [0x06064b50, 0x07064b50];

/** A field with this value says that the number stands in a 64-bit field. */
const all16 = 0xffff;
export const all32 = 0xffffffff;

/** Names are UTF-8. */
const flags = 0x0800;
/** 1 January 1980, 0 o'clock: the first day that the format knows. */
const [time, date] = [0, 0x0021];
/** Made on Unix, so that the mode counts: a file, `rw-r--r--`. */
const madeOn = 3 << 8;
const mode = 0o100644;
const [needsPlain, needs64] = [20, 45];

/** @param entries in the order of their names. */
export function layOut(entries: readonly ZipEntry[]): ZipLayout {
  let at = 0;
  const placed = entries.map((entry): PlacedEntry => {
    const header = at;
    const data = header + localHeader(entry).length;
    at = data + entry.bytes;
    return { ...entry, header, data };
  });
  const directory = at;
  const end = placed.reduce((sum, entry) => sum + centralHeader(entry).length, directory);
  const bytes = end + endRecords({ entries: placed, directory, end }).length;
  return { entries: placed, directory, end, bytes };
}

/** Stands before the bytes of an entry. */
export function localHeader({ name, bytes, crc32 }: ZipEntry): Buffer {
  const isLong = bytes >= all32;
  const text = Buffer.from(name, 'utf8');
  const extra = isLong ? extraField([bytes, bytes]) : Buffer.alloc(0);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(signatures.local, 0);
  head.writeUInt16LE(isLong ? needs64 : needsPlain, 4);
  writeCommon(head, 6, { bytes, crc32, name: text.length, extra: extra.length });
  return Buffer.concat([head, text, extra]);
}

/** Stands in the directory. */
export function centralHeader({ name, bytes, crc32, header }: PlacedEntry): Buffer {
  const isLong = bytes >= all32;
  const isFar = header >= all32;
  const text = Buffer.from(name, 'utf8');
  const extra = extraField([...(isLong ? [bytes, bytes] : []), ...(isFar ? [header] : [])]);
  const needs = isLong || isFar ? needs64 : needsPlain;
  const head = Buffer.alloc(46);
  head.writeUInt32LE(signatures.central, 0);
  head.writeUInt16LE(madeOn | needs, 4);
  head.writeUInt16LE(needs, 6);
  writeCommon(head, 8, { bytes, crc32, name: text.length, extra: extra.length });
  head.writeUInt32LE(mode * 0x10000, 38);
  head.writeUInt32LE(isFar ? all32 : header, 42);
  return Buffer.concat([head, text, extra]);
}

/** Stands at the end of the file. */
export function endRecords({ entries, directory, end }: Omit<ZipLayout, 'bytes'>): Buffer {
  const count = entries.length;
  const size = end - directory;
  const record = Buffer.alloc(endBytes);
  record.writeUInt32LE(signatures.end, 0);
  record.writeUInt16LE(Math.min(count, all16), 8);
  record.writeUInt16LE(Math.min(count, all16), 10);
  record.writeUInt32LE(Math.min(size, all32), 12);
  record.writeUInt32LE(Math.min(directory, all32), 16);
  if (count < all16 && size < all32 && directory < all32) return record;
  const long = Buffer.alloc(end64Bytes);
  long.writeUInt32LE(signatureOfEnd64, 0);
  long.writeBigUInt64LE(BigInt(end64Bytes - 12), 4);
  long.writeUInt16LE(madeOn | needs64, 12);
  long.writeUInt16LE(needs64, 14);
  [count, count, size, directory].forEach((value, i) => {
    long.writeBigUInt64LE(BigInt(value), 24 + 8 * i);
  });
  const locator = Buffer.alloc(locatorBytes);
  locator.writeUInt32LE(signatureOfLocator, 0);
  locator.writeBigUInt64LE(BigInt(end), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([long, locator, record]);
}

interface CommonFields {
  readonly bytes: number;
  readonly crc32: number;
  /** Bytes of the name and of the extra field. */
  readonly name: number;
  readonly extra: number;
}

/** The fields that both headers have, in the same order. */
function writeCommon(head: Buffer, at: number, { bytes, crc32, name, extra }: CommonFields): void {
  head.writeUInt16LE(flags, at);
  head.writeUInt16LE(0, at + 2);
  head.writeUInt16LE(time, at + 4);
  head.writeUInt16LE(date, at + 6);
  head.writeUInt32LE(crc32, at + 8);
  head.writeUInt32LE(Math.min(bytes, all32), at + 12);
  head.writeUInt32LE(Math.min(bytes, all32), at + 16);
  head.writeUInt16LE(name, at + 20);
  head.writeUInt16LE(extra, at + 22);
}

function extraField(values: readonly number[]): Buffer {
  if (values.length === 0) return Buffer.alloc(0);
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, i) => {
    field.writeBigUInt64LE(BigInt(value), 4 + 8 * i);
  });
  return field;
}
