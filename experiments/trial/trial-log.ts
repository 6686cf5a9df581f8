/**
 * The finished trials of a job in `trials.jsonl`, so that a later attempt at the job need not train them again. A line is
 * on the disk before its trial counts. Each has the digest of all lines up to it, begun with the job's key: the first
 * one that is torn, damaged or of another job ends the log, and the next trial is written in its place.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '../../schemas/canonical.ts';
import type { JobKey } from '../../schemas/ids.ts';
import type { JobSpec } from '../../schemas/job.ts';

export interface TrialLog {
  /** The next trial that an attempt of before finished, if there is one and it is accepted; one that is not ends the log. */
  take<T>(accept: (trial: unknown) => T | undefined): T | undefined;
  /** @throws the system's error, such as of a full disk; the log is then as it was before */
  append(trial: unknown): void;
}

/** @throws the system's error when the log is there but cannot be read */
export const trialLogOf = ({ progressFolder, key }: Pick<JobSpec, 'progressFolder' | 'key'>): TrialLog =>
  progressFolder === null ? noTrialLog : new TrialLogFile(progressFolder, key);

/** For jobs that keep nothing. */
export const noTrialLog: TrialLog = { take: () => undefined, append: () => undefined };

/** Where the log has come to: its length in bytes, and the digest of what it says until there. */
interface Mark {
  readonly bytes: number;
  readonly digest: string;
}

interface KeptTrial {
  readonly trial: unknown;
  readonly end: Mark;
}

class TrialLogFile implements TrialLog {
  readonly #folder: string;
  readonly #path: string;
  readonly #kept: KeptTrial[];
  #taken = 0;
  #mark: Mark;

  constructor(folder: string, key: JobKey) {
    this.#folder = folder;
    this.#path = join(folder, 'trials.jsonl');
    this.#mark = { bytes: 0, digest: key };
    this.#kept = readTrials(this.#path, this.#mark);
  }

  take<T>(accept: (trial: unknown) => T | undefined): T | undefined {
    const next = this.#kept[this.#taken];
    const fitting = next && accept(next.trial);
    if (next === undefined || fitting === undefined) {
      this.#kept.length = this.#taken;
      return undefined;
    }
    this.#taken += 1;
    this.#mark = next.end;
    return fitting;
  }

  append(trial: unknown): void {
    const text = canonicalJson(trial);
    const digest = chained(this.#mark.digest, text);
    const line = `{"digest":"${digest}","trial":${text}}\n`;
    const file = openSync(this.#path, 'a', 0o644);
    try {
      if (fstatSync(file).size > this.#mark.bytes) ftruncateSync(file, this.#mark.bytes);
      writeFileSync(file, line);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (this.#mark.bytes === 0) syncNames(this.#folder);
    this.#mark = { bytes: this.#mark.bytes + Buffer.byteLength(line), digest };
  }
}

const chained = (before: string, text: string): string => sha256(`${before}\n${text}`);

const lineForm = /^\{"digest":"([0-9a-f]{64})","trial":(.*)\}$/s;

/** All trials up to the first line that is not as it was written. */
function readTrials(path: string, begin: Mark): KeptTrial[] {
  const trials: KeptTrial[] = [];
  let end = begin;
  // What follows the last line break is torn.
  for (const line of readIfThere(path).split('\n').slice(0, -1)) {
    const [, digest, text] = lineForm.exec(line) ?? [];
    if (text === undefined || digest !== chained(end.digest, text)) break;
    end = { bytes: end.bytes + Buffer.byteLength(line) + 1, digest };
    trials.push({ trial: JSON.parse(text), end });
  }
  return trials;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Flushes the names in a folder, where the system can. */
function syncNames(folder: string): void {
  let file: number | undefined;
  try {
    file = openSync(folder, 'r');
    fsyncSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (!['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP'].includes(String(code))) throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
