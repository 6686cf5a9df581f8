/** What a job is given besides its spec, and how it hands on what it found. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../schemas/canonical.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { loadTable } from '../benchmark/load-table.ts';
import { loadCorpus } from '../data/language/load-corpus.ts';
import { loadDataSet } from '../data/load.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly metric?: { readonly name: string; readonly value: number };
}

export interface JobContext {
  readonly spec: JobSpec;
  readonly data: DataCache;
  readonly onProgress: (progress: Progress) => void;
}

/** Jobs fail with a value when they cannot be done, and throw only when the program is wrong. */
export type Job = (context: JobContext) => Promise<Result<null, JobFailure>>;

/** Keeps the last data set, so that the jobs of one experiment decode it once. */
export class DataCache {
  readonly #images = new Last(loadDataSet);
  readonly #corpora = new Last(loadCorpus);
  readonly #tables = new Last(loadTable);

  readonly images = (name: string, folder: string | null) => this.#images.load(name, folder);
  readonly corpus = (name: string, folder: string | null) => this.#corpora.load(name, folder);
  readonly table = (name: string, folder: string | null) => this.#tables.load(name, folder);
}

class Last<T> {
  readonly #read: (name: string, folder: string | null) => Result<T, JobFailure>;
  #held: { readonly name: string; readonly folder: string | null; readonly value: T } | undefined;

  constructor(read: (name: string, folder: string | null) => Result<T, JobFailure>) {
    this.#read = read;
  }

  load(name: string, folder: string | null): Result<T, JobFailure> {
    if (this.#held?.name === name && this.#held.folder === folder) return ok(this.#held.value);
    const loaded = this.#read(name, folder);
    if (loaded.ok) this.#held = { name, folder, value: loaded.value };
    return loaded;
  }
}

/** Writes canonical JSON and a newline: equal values make equal files. */
export function writeJson(folder: string, name: string, value: unknown): void {
  writeFileSync(join(folder, name), `${canonicalJson(value)}\n`);
}

/** Writes JSON lines, each canonical. */
export function writeLines(folder: string, name: string, lines: readonly JsonObject[]): void {
  writeFileSync(join(folder, name), lines.map((line) => `${canonicalJson(line)}\n`).join(''));
}

/** The lines of `trajectory.jsonl`. Nothing in them may depend on time or place. */
export class Trajectory {
  readonly #lines: string[] = [];

  add(line: JsonObject): void {
    this.#lines.push(`${canonicalJson(line)}\n`);
  }

  write(folder: string): void {
    writeFileSync(join(folder, 'trajectory.jsonl'), this.#lines.join(''));
  }
}
