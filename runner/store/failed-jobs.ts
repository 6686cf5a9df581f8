/** What failed jobs left behind: one file for each, until the job is computed. No result depends on it. */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit, canonicalJson } from '../../schemas/canonical.ts';
import { contractProblemText } from '../../schemas/contract.ts';
import { type FailedJob, failedJobFormat } from '../../schemas/failure.ts';
import { isSha256, type JobKey, toJobKey } from '../../schemas/ids.ts';
import type { Result } from '../../schemas/result.ts';
import { replaceFile } from '../util/atomic-file.ts';
import type { DurableFiles } from '../util/durable-files.ts';
import { makeFolder } from '../util/make-folder.ts';
import { isOdd, readOwnFile } from '../util/own-file.ts';
import { removeIfThere, unlessMissing, unlessRefused } from '../util/system-error.ts';
import { catchDiskFull } from './disk-full.ts';
import type { Layout } from './layout.ts';
import type { DiskFull, FailureInvalid } from './store-problem.ts';

const maxBytes = 4 * 1024 * 1024;

export class FailedJobs {
  readonly #folder: string;
  readonly #files: DurableFiles;

  constructor(layout: Layout, files: DurableFiles) {
    this.#folder = layout.failures;
    this.#files = files;
  }

  write(failed: FailedJob): Result<null, DiskFull> {
    const text = `${canonicalJson(failed)}\n`;
    const path = this.path(failed.key);
    return catchDiskFull(path, text.length, () => {
      replaceFile(path, text, this.#files);
      return null;
    });
  }

  /** Undefined when there is none, or none that can be believed. */
  find(key: JobKey): FailedJob | undefined {
    const read = this.inspect(key);
    return read !== undefined && !('reason' in read) ? read : undefined;
  }

  inspect(key: JobKey): FailedJob | FailureInvalid | undefined {
    const path = this.path(key);
    const content = unlessRefused(() => readOwnFile(path, maxBytes));
    if (content === undefined) return undefined;
    if (isOdd(content)) return { reason: 'failure-invalid', path, detail: `is ${content.odd}` };
    const read = failedJobFormat.parse(content.toString('utf8'));
    if (!read.ok) {
      const detail = `is malformed: ${read.failures.map(contractProblemText).join('; ')}`;
      return { reason: 'failure-invalid', path, detail };
    }
    if (read.value.key === key) return read.value;
    return { reason: 'failure-invalid', path, detail: `names the key ${read.value.key}` };
  }

  /** A look-up as the folder is now, for a plan. */
  lookup(): (key: JobKey) => FailedJob | undefined {
    const present = new Set(this.keys());
    return (key) => (present.has(key) ? this.find(key) : undefined);
  }

  keys(): readonly JobKey[] {
    const names = unlessRefused(() => readdirSync(this.#folder)) ?? [];
    return names
      .map((name) => (name.endsWith('.json') ? name.slice(0, -'.json'.length) : ''))
      .filter(isSha256)
      .sort(byCodeUnit)
      .map(toJobKey);
  }

  /** Moves the folder to the failures, in place of what an earlier attempt left. */
  keepOutput(key: JobKey, folder: string): string | undefined {
    const kept = this.#outputOf(key);
    return unlessRefused(() => {
      rmSync(kept, { recursive: true, force: true });
      if ((unlessMissing(() => readdirSync(folder)) ?? []).length === 0) return undefined;
      makeFolder(this.#folder);
      renameSync(folder, kept);
      return kept;
    });
  }

  #outputOf(key: JobKey): string {
    return join(this.#folder, key);
  }

  clear(key: JobKey): void {
    if (existsSync(this.path(key))) unlessRefused(() => removeIfThere(this.path(key)));
    const output = this.#outputOf(key);
    if (existsSync(output)) unlessRefused(() => rmSync(output, { recursive: true, force: true }));
  }

  path(key: JobKey): string {
    return join(this.#folder, `${key}.json`);
  }
}
