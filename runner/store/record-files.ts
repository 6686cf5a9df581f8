/** The records of a store: found by key, verified, and never changed once written. */
import { linkSync, readFileSync, statSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { isSha256, type JobKey, toJobKey } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { type DurableFiles, makeDurableFolder } from '../util/durable-files.ts';
import { errorCode, unlessMissing } from '../util/system-error.ts';
import { type Layout, recordPath } from './layout.ts';
import { type OutputDigests, OutputIndex } from './output-index.ts';
import { quarantine } from './quarantine.ts';
import { outputDigests, parseRecord, recordText } from './record-file.ts';
import { shardedFiles } from './sharded-files.ts';
import type { RecordInvalid } from './store-problem.ts';

/** A verified record and the state of its file at that time; a file with another state is read again. */
interface Verified {
  readonly record: JobRecord;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly size: number;
}

export class RecordFiles {
  readonly #index: OutputIndex;
  readonly #layout: Layout;
  readonly #files: DurableFiles;
  readonly #report: (problem: RecordInvalid) => void;
  readonly #verified = new Map<JobKey, Verified>();

  constructor(layout: Layout, files: DurableFiles, report: (problem: RecordInvalid) => void) {
    this.#index = new OutputIndex(layout);
    this.#layout = layout;
    this.#files = files;
    this.#report = report;
  }

  find(key: JobKey): JobRecord | undefined {
    const path = recordPath(this.#layout, key);
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined) return undefined;
    const known = this.#verified.get(key);
    if (known?.mtimeMs === state.mtimeMs && known.ino === state.ino && known.size === state.size) {
      return known.record;
    }
    const { record } = this.inspect(key);
    if (record !== undefined) {
      this.#verified.set(key, { record, mtimeMs: state.mtimeMs, ino: state.ino, size: state.size });
    }
    return record;
  }

  /** What records name, unverified while the index knows them. Lists the folder once, since a stat for each key is slow. */
  outputLookup(): (key: JobKey) => OutputDigests | undefined {
    const present = new Set(shardedFiles(this.#layout.records).map(({ name }) => name));
    return (key) => {
      if (!present.has(`${key}.json`)) return undefined;
      const indexed = this.#index.find(key);
      if (indexed !== undefined) return indexed;
      const record = this.find(key);
      if (record === undefined) return undefined;
      this.#index.add(record);
      return outputDigests(record.outputs);
    };
  }

  /** Reads and verifies a record, whatever is known about it; a bad one is moved to quarantine. */
  inspect(key: JobKey): { readonly record?: JobRecord; readonly problem?: RecordInvalid } {
    const path = recordPath(this.#layout, key);
    const text = unlessMissing(() => readFileSync(path, 'utf8'));
    if (text === undefined) return {};
    const parsed = parseRecord(text, key);
    if (parsed.wrong === undefined) return { record: parsed.record };
    this.#verified.delete(key);
    const quarantinedTo = quarantine(this.#layout, path);
    const problem: RecordInvalid = { reason: 'record-invalid', path, detail: parsed.wrong, quarantinedTo };
    this.#report(problem);
    return { problem };
  }

  *all(): Generator<JobRecord> {
    for (const key of this.keys()) {
      const record = this.find(key);
      if (record !== undefined) yield record;
    }
  }

  /** Keys that have a file, valid or not, in code-unit order. */
  keys(): readonly JobKey[] {
    return shardedFiles(this.#layout.records).flatMap(({ shard, name }) => {
      const key = name.slice(0, -'.json'.length);
      return name.endsWith('.json') && isSha256(key) && key.startsWith(shard) ? [toJobKey(key)] : [];
    });
  }

  /** Writes a record. When there is one for this key already, that one stays and is returned. */
  add(record: JobRecord, temporary: string): JobRecord {
    const path = recordPath(this.#layout, record.key);
    const folder = dirname(path);
    makeDurableFolder(folder, this.#files);
    unlessMissing(() => unlinkSync(temporary));
    this.#files.write(temporary, recordText(record), 0o444);
    let written = record;
    try {
      // A link, not a rename, because it never overwrites.
      linkSync(temporary, path);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      written = this.find(record.key) ?? this.add(record, temporary);
    }
    unlessMissing(() => unlinkSync(temporary));
    this.#files.syncFolder(folder);
    this.#index.add(written);
    return written;
  }

  /** Moves a record to quarantine. False when there is none. */
  remove(key: JobKey): boolean {
    this.#verified.delete(key);
    return quarantine(this.#layout, recordPath(this.#layout, key)) !== null;
  }
}
