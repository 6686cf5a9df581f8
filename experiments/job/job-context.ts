/** What a job is given besides its spec, and how it hands on what it found. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../schemas/canonical.ts';
import { contractProblemText } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { type JobMetrics, jobMetricsFormat } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { DataCache } from '../task/data-cache.ts';
import type { TrialPort } from '../trial/finished-trial.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly metric?: { readonly name: string; readonly value: number };
  /** Of the work done, what an attempt of before had finished. */
  readonly resumed?: number;
}

export interface JobContext {
  readonly spec: JobSpec;
  readonly data: DataCache;
  readonly onProgress: (progress: Progress) => void;
  /** Has trials computed as jobs of their own. */
  readonly trials: TrialPort;
}

/** Jobs fail with a value when they cannot be done, and throw only when the program is wrong. */
export type Job = (context: JobContext) => Promise<Result<null, JobFailure>>;

/** Writes canonical JSON and a newline: equal values make equal files. */
export function writeJson(folder: string, name: string, value: unknown): void {
  writeFileSync(join(folder, name), `${canonicalJson(value)}\n`);
}

/**
 * Writes `metrics.json`, unless something in it does not have its form: whoever reads it later would stumble over a number
 * that is none.
 */
export function writeMetrics(folder: string, metrics: JobMetrics): Result<null, JobFailure> {
  const read = jobMetricsFormat.read(metrics);
  if (!read.ok) {
    return fail({ reason: 'bad-output', message: read.failures.map(contractProblemText).join('; ') });
  }
  writeJson(folder, 'metrics.json', metrics);
  return ok(null);
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
