/**
 * Compact tables on disk. Layout, all little-endian:
 *
 *   8 bytes   the text `REPRTAB1`
 *   4 bytes   length of the header in bytes, a multiple of 8 less 4, padded with spaces
 *   header    JSON: {kind, facts, columns: [{name, type, entries}]}
 *   columns   one after the other, each padded with zero bytes to a multiple of 8
 *   32 bytes  SHA-256 of everything before
 *
 * Columns become typed arrays on the bytes of the file, so that loading costs one read and one digest; a
 * big-endian machine cannot read or write them.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { canonicalJson } from '../../schemas/canonical.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type BenchmarkFailure, unreadable } from './failure.ts';

export type Column = Uint8Array | Uint32Array | Float32Array | Float64Array;

const types = { u8: Uint8Array, u32: Uint32Array, f32: Float32Array, f64: Float64Array } as const;

type ColumnType = keyof typeof types;

export interface ColumnarTable {
  /** What the table is, checked on reading. */
  readonly kind: string;
  /** Plain JSON data about the whole table. */
  readonly facts: unknown;
  readonly columns: Readonly<Record<string, Column>>;
}

const magic = 'REPRTAB1';
const digestBytes = 32;

/** @returns the digest, 64 hexadecimal digits: the name of the table's content */
export function writeColumnarFile(path: string, { kind, facts, columns }: ColumnarTable): string {
  const entries = Object.entries(columns);
  const header = canonicalJson({
    kind,
    facts,
    columns: entries.map(([name, column]) => ({ name, type: typeOf(column), entries: column.length })),
  });
  const headerBytes = new TextEncoder().encode(header);
  const headerLength = padded(headerBytes.length + 4) - 4;
  const size =
    12 + headerLength + entries.reduce((sum, [, column]) => sum + padded(column.byteLength), 0) + digestBytes;
  const bytes = new Uint8Array(size);
  bytes.set(new TextEncoder().encode(magic));
  new DataView(bytes.buffer).setUint32(8, headerLength, true);
  bytes.fill(0x20, 12, 12 + headerLength);
  bytes.set(headerBytes, 12);
  let at = 12 + headerLength;
  for (const [, column] of entries) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += padded(column.byteLength);
  }
  const digest = createHash('sha256').update(bytes.subarray(0, at)).digest();
  bytes.set(digest, at);
  publish(path, bytes);
  return digest.toString('hex');
}

/** A crash leaves the old file or none, never half of one. */
function publish(path: string, bytes: Uint8Array): void {
  const staged = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(staged, bytes);
    renameSync(staged, path);
  } finally {
    rmSync(staged, { force: true });
  }
}

export interface ReadTable extends ColumnarTable {
  readonly digest: string;
}

export function readColumnarFile(path: string, kind: string): Result<ReadTable, BenchmarkFailure> {
  const corrupt = (message: string) => fail({ reason: 'table-corrupt' as const, path, message });
  let bytes: Uint8Array;
  try {
    const read = readFileSync(path);
    // A small file can come in a shared pool, at an odd place.
    bytes = read.byteOffset % 8 === 0 ? read : new Uint8Array(read);
  } catch (error) {
    return fail(unreadable(path, error));
  }
  const end = bytes.length - digestBytes;
  if (end < 12 || new TextDecoder().decode(bytes.subarray(0, 8)) !== magic) {
    return corrupt(`Expected a file that begins with ${magic}`);
  }
  const digest = createHash('sha256').update(bytes.subarray(0, end)).digest('hex');
  if (digest !== Buffer.from(bytes.subarray(end)).toString('hex')) {
    return corrupt('The bytes differ from the digest at the end of the file');
  }
  // What the digest covers was written by `writeColumnarFile`, so that its header can be believed.
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const header: Header = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + length)));
  if (header.kind !== kind) return corrupt(`Expected a table of kind ${kind}, got ${header.kind}`);
  return ok({ kind, facts: header.facts, columns: columnsOf(header, bytes, 12 + length), digest });
}

interface Header {
  readonly kind: string;
  readonly facts: unknown;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly entries: number }[];
}

function columnsOf(header: Header, bytes: Uint8Array, start: number): Record<string, Column> {
  const columns: Record<string, Column> = {};
  let at = bytes.byteOffset + start;
  for (const { name, type, entries } of header.columns) {
    const column = new types[type](bytes.buffer as ArrayBuffer, at, entries);
    columns[name] = column;
    at += padded(column.byteLength);
  }
  return columns;
}

const padded = (length: number): number => Math.ceil(length / 8) * 8;

function typeOf(column: Column): ColumnType {
  if (column instanceof Uint8Array) return 'u8';
  if (column instanceof Uint32Array) return 'u32';
  return column instanceof Float32Array ? 'f32' : 'f64';
}

/** Single precision where it holds every value exactly, which halves the file. */
export function narrowed(values: Float64Array): Float32Array | Float64Array {
  return values.every((value) => Number.isNaN(value) || Math.fround(value) === value)
    ? Float32Array.from(values)
    : values;
}
