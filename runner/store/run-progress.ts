/**
 * How far the running jobs of a run are, for whoever watches it from elsewhere: a small file beside the journal, replaced at
 * most once a second. No result depends on it.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { contract, exact } from '../../schemas/contract.ts';
import { progressFields } from '../../schemas/progress.ts';
import { readOwnContract } from '../util/own-contract.ts';
import { unlessRefused } from '../util/system-error.ts';
import { expectFolderName, layoutOf } from './layout.ts';

const jobProgressSchema = exact({
  label: Type.String(),
  /** Of a trial: the search that asked for it. */
  search: Type.Optional(Type.String()),
  ...progressFields,
});

const runProgressSchema = exact({
  formatVersion: Type.Literal(1),
  /** Jobs that were in the store already. */
  hits: Type.Integer({ minimum: 0 }),
  jobs: Type.Array(jobProgressSchema),
});

export type RunProgress = Static<typeof runProgressSchema>;
const runProgressFormat = contract('progress of a run', runProgressSchema);

const maxBytes = 16 * 2 ** 20;

const folderOf = (storeRoot: string, runId: string): string =>
  join(layoutOf(storeRoot).runs, expectFolderName(runId, 'runId'));

/** Held by the runner for as long as the run goes on. */
export const runLeaseFile = (storeRoot: string, runId: string): string =>
  join(folderOf(storeRoot, runId), 'running.json');

const progressFile = (storeRoot: string, runId: string): string =>
  join(folderOf(storeRoot, runId), 'progress.json');

/** Not flushed: after a power cut there is nothing left to watch. */
export function writeProgress(storeRoot: string, runId: string, progress: RunProgress): void {
  const path = progressFile(storeRoot, runId);
  unlessRefused(() => {
    writeFileSync(`${path}.new`, `${JSON.stringify(progress)}\n`);
    renameSync(`${path}.new`, path);
  });
}

/** Undefined when there is none, or none that can be believed. */
export const readProgress = (storeRoot: string, runId: string): RunProgress | undefined =>
  unlessRefused(() => readOwnContract(progressFile(storeRoot, runId), runProgressFormat, maxBytes));
