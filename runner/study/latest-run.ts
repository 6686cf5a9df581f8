/** Which keys the latest run of an experiment had, so that a plan can say what has changed since. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { byCodeUnit, canonicalJson } from '../../schemas/canonical.ts';
import { contract, exact, jobKeySchema, mapOf } from '../../schemas/contract.ts';
import type { JobKey } from '../../schemas/ids.ts';
import { labelPattern } from '../../schemas/lock.ts';
import { replaceFile } from '../util/atomic-file.ts';
import { readOwnContract } from '../util/own-contract.ts';
import { unlessMissing, unlessRefused } from '../util/system-error.ts';

export interface LatestRun {
  readonly runId: string;
  /** Label to key of every job that the run finished or found. */
  readonly jobs: Readonly<Record<string, JobKey>>;
}

/** A run's id is a date, an experiment's name and a process, so it may be longer than a name. */
const runIdSchema = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._@+-]*$', maxLength: 400 });
const latestRunContract = contract(
  'latest run',
  exact({ runId: runIdSchema, jobs: mapOf(labelPattern, jobKeySchema) }),
);

/** A hundred thousand jobs are 15 MiB. */
const maxBytes = 256 * 1024 * 1024;

export function writeLatestRun(storeRoot: string, name: string, run: LatestRun): void {
  replaceFile(latestFile(storeRoot, name), `${canonicalJson(run)}\n`);
}

/** @returns undefined when there was none, or when its file was damaged: no result depends on it. */
export function readLatestRun(storeRoot: string, name: string): LatestRun | undefined {
  const file = latestFile(storeRoot, name);
  return unlessRefused(() => readOwnContract(file, latestRunContract, maxBytes));
}

/** The latest run of every experiment of a store, by the experiment's name. */
export function readLatestRuns(storeRoot: string): ReadonlyMap<string, LatestRun> {
  const files = unlessMissing(() => readdirSync(join(storeRoot, 'latest'))) ?? [];
  const names = files.flatMap((file) => /^([A-Za-z0-9][A-Za-z0-9._@+-]*)\.json$/.exec(file)?.[1] ?? []);
  return new Map(
    names.sort(byCodeUnit).flatMap((name) => {
      const run = readLatestRun(storeRoot, name);
      return run === undefined ? [] : [[name, run] as const];
    }),
  );
}

/** @throws TypeError for a name that would lead out of its folder. */
function latestFile(storeRoot: string, name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._@+-]*$/.test(name)) {
    throw new TypeError(`Expected the name of an experiment, got \`${name}\``);
  }
  return join(storeRoot, 'latest', `${name}.json`);
}
