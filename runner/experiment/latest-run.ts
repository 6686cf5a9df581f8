/** Which keys the latest run of an experiment had, so that a plan can say what has changed since. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../schemas/canonical.ts';
import type { JobKey } from '../../schemas/ids.ts';
import { replaceFile } from '../util/atomic-file.ts';

export interface LatestRun {
  readonly runId: string;
  /** Label to key of every job that the run finished or found. */
  readonly jobs: Readonly<Record<string, JobKey>>;
}

export function writeLatestRun(storeRoot: string, name: string, run: LatestRun): void {
  replaceFile(latestFile(storeRoot, name), `${canonicalJson(run)}\n`);
}

/** @returns undefined when there was none, or when its file was damaged: no result depends on it. */
export function readLatestRun(storeRoot: string, name: string): LatestRun | undefined {
  const file = latestFile(storeRoot, name);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LatestRun;
  } catch {
    return undefined;
  }
}

const latestFile = (storeRoot: string, name: string): string => join(storeRoot, 'latest', `${name}.json`);
