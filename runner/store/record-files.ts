/** The records of a store: found by key, verified, and never changed once written. */
import { existsSync, lstatSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { isSha256, type JobKey, toJobKey } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { type DurableFiles, makeFolderToFlush } from '../util/durable-files.ts';
import { ExplainedError } from '../util/explained-error.ts';
import { isOdd, readOwnFile } from '../util/own-file.ts';
import { removeIfThere, systemProblemOf, unlessMissing } from '../util/system-error.ts';
import { catchDiskFull, type UnlessDiskFull } from './disk-full.ts';
import { type FlushSteps, flushed } from './flush-steps.ts';
import { type Layout, recordPath } from './layout.ts';
import { linkOrCopy } from './link-file.ts';
import { quarantine } from './quarantine.ts';
import { parseRecord } from './record-file.ts';
import { shardedFiles } from './sharded-files.ts';
import type { RecordInvalid, RecordOutdated, Unreadable } from './store-problem.ts';

/** A verified record and the state of its file at that time; a file with another state is read again. */
interface Verified {
  readonly record: JobRecord;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly size: number;
}

export interface InspectedRecord {
  readonly record?: JobRecord;
  readonly problem?: RecordInvalid | RecordOutdated | Unreadable;
}

/** Far more than any record has; a longer file was not written by a store. */
export const maxRecordBytes = 64 * 1024 * 1024;

export class RecordFiles {
  readonly #layout: Layout;
  readonly #files: DurableFiles;
  readonly #report: (problem: RecordInvalid) => void;
  readonly #verified = new Map<JobKey, Verified>();

  constructor(layout: Layout, files: DurableFiles, report: (problem: RecordInvalid) => void) {
    this.#layout = layout;
    this.#files = files;
    this.#report = report;
  }

  find(key: JobKey): JobRecord | undefined {
    const state = this.#state(key);
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

  /** Time of its file, in milliseconds; undefined when there is none. */
  writtenAt(key: JobKey): number | undefined {
    return this.#state(key)?.mtimeMs;
  }

  /** Without an exception for a record that is not there: of a new job it is asked four times. */
  #state(key: JobKey): Stats | undefined {
    return unlessMissing(() => lstatSync(recordPath(this.#layout, key), { throwIfNoEntry: false }));
  }

  /** Reads and verifies a record, whatever is known about it; a bad one is moved to quarantine. */
  inspect(key: JobKey): InspectedRecord {
    const path = recordPath(this.#layout, key);
    const content = readOrProblem(path);
    if (content === undefined) return {};
    if ('reason' in content) return { problem: content };
    if (isOdd(content)) return { problem: this.#refuse(key, path, `is ${content.odd}`) };
    const parsed = parseRecord(content.toString('utf8'), key);
    if ('record' in parsed) return parsed;
    return {
      problem:
        'outdated' in parsed ? { reason: 'record-outdated', path } : this.#refuse(key, path, parsed.wrong),
    };
  }

  #refuse(key: JobKey, path: string, detail: string): RecordInvalid {
    this.#verified.delete(key);
    const quarantinedTo = quarantine(this.#layout, path);
    const problem: RecordInvalid = { reason: 'record-invalid', path, detail, quarantinedTo };
    this.#report(problem);
    return problem;
  }

  *all(): Generator<JobRecord> {
    for (const key of this.keys()) {
      const record = this.find(key);
      if (record !== undefined) yield record;
    }
  }

  /** Keys that have a file, valid or not, in code-unit order. */
  keys(): readonly JobKey[] {
    return recordKeys(this.#layout);
  }

  /** Writes a record as `text`. When there is one for this key already, that one stays and is returned. */
  *add(
    record: JobRecord,
    text: string,
    temporary: string,
    attemptsLeft = 3,
  ): FlushSteps<UnlessDiskFull<JobRecord>> {
    const path = recordPath(this.#layout, record.key);
    const folder = dirname(path);
    const needed = Buffer.byteLength(text);
    const written = catchDiskFull(temporary, needed, () => {
      const folders = makeFolderToFlush(folder);
      if (existsSync(temporary)) removeIfThere(temporary);
      this.#files.create(temporary, text, 0o444);
      return folders;
    });
    if (!written.ok) return written;
    const flush = yield* flushed({ files: [temporary] }, needed);
    if (!flush.ok) return flush;
    const named = catchDiskFull(temporary, needed, () => {
      // A link, not a rename, because it never overwrites.
      const isNew = linkOrCopy(temporary, path, this.#files);
      const existing = isNew ? record : this.find(record.key);
      removeIfThere(temporary);
      return existing;
    });
    if (!named.ok) return named;
    const existing = named.value;
    if (existing === undefined) return yield* this.#replace(record, text, temporary, attemptsLeft);
    const kept = yield* flushed({ folders: [folder, ...written.value] }, needed);
    return kept.ok ? { ok: true, value: existing } : kept;
  }

  /** What lies under the name is no record of this version. */
  *#replace(
    record: JobRecord,
    text: string,
    temporary: string,
    attemptsLeft: number,
  ): FlushSteps<UnlessDiskFull<JobRecord>> {
    this.remove(record.key);
    if (attemptsLeft > 1) return yield* this.add(record, text, temporary, attemptsLeft - 1);
    throw new ExplainedError(
      `expected to write ${recordPath(this.#layout, record.key)}, found something there that cannot be moved away`,
      'remove it by hand',
    );
  }

  /** Moves a record to quarantine. False when there is none. */
  remove(key: JobKey): boolean {
    this.#verified.delete(key);
    return quarantine(this.#layout, recordPath(this.#layout, key)) !== null;
  }
}

/** What the system does not let us read is named, and what others can be read is not lost for it. */
function readOrProblem(path: string): ReturnType<typeof readOwnFile> | Unreadable {
  try {
    return readOwnFile(path, maxRecordBytes);
  } catch (error) {
    const problem = systemProblemOf(error);
    if (problem === undefined) throw error;
    return { reason: 'unreadable', path, problem };
  }
}

/** Keys that have a file, valid or not, in code-unit order. */
export const recordKeys = (layout: Layout): readonly JobKey[] =>
  shardedFiles(layout.records).flatMap(({ shard, name }) => {
    const key = name.slice(0, -'.json'.length);
    return name.endsWith('.json') && isSha256(key) && key.startsWith(shard) ? [toJobKey(key)] : [];
  });
