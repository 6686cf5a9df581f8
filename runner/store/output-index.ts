/**
 * Which outputs each record names, in one append-only file, so that a plan need not open ten thousand records. It is
 * derived: an entry counts only while its record is there, a missing one is made up for by reading the record, and no
 * result depends on it.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { unlessMissing } from '../util/system-error.ts';
import { catchDiskFull } from './disk-full.ts';
import type { Layout } from './layout.ts';
import { outputDigests } from './record-file.ts';

/** Output file name to digest. */
export type OutputDigests = Readonly<Record<string, Sha256>>;

export class OutputIndex {
  readonly #file: string;
  #entries: Map<string, string> | undefined;

  constructor(layout: Layout) {
    this.#file = join(layout.root, 'outputs.index');
  }

  add(record: JobRecord): void {
    const line = `${record.key} ${JSON.stringify(outputDigests(record.outputs))}\n`;
    // Without the entry a plan is slower, and nothing else; the record is safe already.
    catchDiskFull(this.#file, line.length, () => appendFileSync(this.#file, line));
    this.#entries?.set(record.key, line.slice(record.key.length + 1));
  }

  find(key: JobKey): OutputDigests | undefined {
    this.#entries ??= readEntries(this.#file);
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    try {
      return JSON.parse(entry) as OutputDigests;
    } catch {
      // A line that was cut off.
      return undefined;
    }
  }
}

function readEntries(file: string): Map<string, string> {
  const text = unlessMissing(() => readFileSync(file, 'utf8')) ?? '';
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(0, 64), line.slice(65)]));
}
