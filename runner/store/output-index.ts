/**
 * What a plan needs of each record, in one append-only file, so that it need not open ten thousand of them. It is
 * derived: an entry counts only while its record is there, a missing one is made up for by reading the record, and no
 * result depends on it.
 */
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { contract, exact, mapOf, outputNamePattern, sha256Schema } from '../../schemas/contract.ts';
import type { JobKey } from '../../schemas/ids.ts';
import { appendToOwnFile, isOdd, readOwnFile } from '../util/own-file.ts';
import { unlessRefused } from '../util/system-error.ts';
import type { Layout } from './layout.ts';

const entrySchema = exact({
  /** Time of the record's file; another one means that the record must be read. */
  written: Type.Number(),
  dirty: Type.Boolean(),
  /** Output file name to digest, size in bytes, and the time of the object's file when it was last seen intact. */
  outputs: mapOf(
    outputNamePattern,
    Type.Tuple([sha256Schema, Type.Integer({ minimum: 0 }), Type.Union([Type.Number(), Type.Null()])]),
  ),
});

export type IndexEntry = Readonly<Static<typeof entrySchema>>;

const entryFormat = contract('entry of outputs.index', entrySchema);

/** More than that is no index, and reading the records is safer. */
const maxBytes = 2 ** 29;

export class OutputIndex {
  readonly #file: string;
  #entries: Map<string, string> | undefined;

  constructor(layout: Layout) {
    this.#file = join(layout.root, 'outputs.index');
  }

  add(key: JobKey, entry: IndexEntry): void {
    const text = JSON.stringify(entry);
    // Without the entry a plan is slower, and nothing else; the record is safe already.
    unlessRefused(() => appendToOwnFile(this.#file, `${key} ${text}\n`));
    this.#entries?.set(key, text);
  }

  find(key: JobKey): IndexEntry | undefined {
    this.#entries ??= readEntries(this.#file);
    const text = this.#entries.get(key);
    if (text === undefined) return undefined;
    // A line may have been cut off, or be of an older version.
    const read = entryFormat.read(jsonOrUndefined(text));
    return read.ok ? read.value : undefined;
  }
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readEntries(file: string): Map<string, string> {
  const content = unlessRefused(() => readOwnFile(file, maxBytes));
  if (content === undefined || isOdd(content)) return new Map();
  const lines = content.toString('utf8').split('\n');
  return new Map(
    lines.filter((line) => /^[0-9a-f]{64} /.test(line)).map((line) => [line.slice(0, 64), line.slice(65)]),
  );
}
