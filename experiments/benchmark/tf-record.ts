/**
 * TFRecord files, read as a stream: each record is a 64-bit length, its masked CRC-32C, the payload and its masked
 * CRC-32C, little-endian. Memory is bounded by the chunk and the longest record, whatever the size of the file.
 */
import { open } from 'node:fs/promises';
import { maskedCrc32c } from './crc32c.ts';
import { type BenchmarkFailure, unreadable } from './failure.ts';

export interface TfRecordOptions {
  /** Called after every chunk. */
  readonly onProgress?: (bytesRead: number, totalBytes: number) => void;
  /** Bytes of one read. Default: 1 MiB. */
  readonly chunkBytes?: number;
}

export interface ReadOutcome {
  /** Records that were handed on. */
  readonly records: number;
  /** Why reading ended before the file did; every record before that was handed on. */
  readonly failure: BenchmarkFailure | undefined;
}

/** @returns what is wrong with the record, which ends the reading; undefined to go on */
export type RecordConsumer = (payload: Uint8Array, offset: number) => BenchmarkFailure | undefined;

/** Longer records are taken for corruption: those of the benchmark have about 500 bytes. */
const maxRecordBytes = 64 * 2 ** 20;
const headerBytes = 12;
const footerBytes = 4;

/** The payload is only valid during the call of `consume`. */
export async function readTfRecords(
  path: string,
  consume: RecordConsumer,
  { onProgress, chunkBytes = 2 ** 20 }: TfRecordOptions = {},
): Promise<ReadOutcome> {
  const framing = new TfRecordFraming(path, consume);
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const chunk = new Uint8Array(chunkBytes);
      for (let read = 0; framing.failure === undefined; ) {
        const { bytesRead } = await file.read(chunk, 0, chunkBytes, read);
        if (bytesRead === 0) break;
        read += bytesRead;
        framing.push(chunk.subarray(0, bytesRead));
        onProgress?.(read, size);
      }
      framing.end();
    } finally {
      await file.close();
    }
  } catch (error) {
    return { records: framing.records, failure: framing.failure ?? unreadable(path, error) };
  }
  return { records: framing.records, failure: framing.failure };
}

/** Cuts a stream of bytes, in pieces of any size, into records. */
class TfRecordFraming {
  readonly #path: string;
  readonly #consume: RecordConsumer;
  #rest: Uint8Array = new Uint8Array();
  /** Of the first byte of `#rest`. */
  #offset = 0;
  records = 0;
  failure: BenchmarkFailure | undefined;

  constructor(path: string, consume: RecordConsumer) {
    this.#path = path;
    this.#consume = consume;
  }

  push(chunk: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? chunk : joined(this.#rest, chunk);
    let at = 0;
    while (this.failure === undefined) {
      const length = this.#record(bytes.subarray(at), this.#offset);
      if (length === 0) break;
      at += length;
      this.#offset += length;
    }
    // A copy, since the caller uses the chunk again.
    this.#rest = bytes.slice(at);
  }

  /** Bytes that are left over are a record that was cut. */
  end(): void {
    if (this.#rest.length > 0) {
      this.failure ??= { reason: 'record-truncated', path: this.#path, offset: this.#offset };
    }
  }

  /** @returns bytes of the record, 0 when it is not complete yet or broken */
  #record(bytes: Uint8Array, offset: number): number {
    if (bytes.length < headerBytes) return 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const length = view.getUint32(0, true) + 2 ** 32 * view.getUint32(4, true);
    const isIntact = maskedCrc32c(bytes.subarray(0, 8)) === view.getUint32(8, true);
    if (!isIntact || length > maxRecordBytes) return this.#corrupt(offset, 'length');
    const end = headerBytes + length;
    if (bytes.length < end + footerBytes) return 0;
    const payload = bytes.subarray(headerBytes, end);
    if (maskedCrc32c(payload) !== view.getUint32(end, true)) return this.#corrupt(offset, 'payload');
    this.failure = this.#consume(payload, offset);
    if (this.failure === undefined) this.records += 1;
    return end + footerBytes;
  }

  #corrupt(offset: number, part: 'length' | 'payload'): 0 {
    this.failure = { reason: 'record-corrupt', path: this.#path, offset, part };
    return 0;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
