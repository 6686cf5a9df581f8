/**
 * What every method promises, in every task and space that it fits: it runs with the settings that it declares, and its
 * trajectory has no number that its task does not declare; equal
 * seeds give equal bytes, also in a fresh process, and other seeds others; no tensor is left behind.
 */

import { rmSync } from 'node:fs';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../experiments/engine/index.ts';
import { runSearch } from '../../experiments/job/search.ts';
import { dataLoader } from '../../experiments/registry/data.ts';
import { DataCache } from '../../experiments/task/data-cache.ts';
import { methodForms } from '../../schemas/fit.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JobSpec } from '../../schemas/job.ts';
import { type TrajectoryPhases, trajectoryPhases } from '../../schemas/trajectory-phases.ts';
import { undeclaredNumbers } from '../unit/job/declared-lines.ts';
import { contextOf } from '../unit/job/in-process-trials.ts';
import { digestsOf, readOutput, TinyJobs } from '../unit/job/tiny-jobs.ts';
import { type TinySearch, tinySearches } from '../unit/job/tiny-methods.ts';
import { bundleWorker, runInWorker } from '../unit/job/worker-rig.ts';

const jobs = new TinyJobs();
const data = new DataCache(dataLoader);
const firsts = new Map<string, Readonly<Record<string, Sha256>>>();
const specOf = ({ parameters }: TinySearch, seed: number): JobSpec => jobs.searchElsewhere(seed, parameters);

const declaredFor = ({ task, kind }: TinySearch): TrajectoryPhases => {
  const form = methodForms[kind];
  const declared = Object.entries(trajectoryPhases).find(([name]) => name === task)?.[1];
  if (!form || !declared) throw new Error(`${kind} or ${task} is not known to the runner`);
  return form === 'direct' ? withTrials(declared.direct, declared['weight-sharing']) : declared[form];
};

/** What a search that tunes others says also has the lines of those, each with its trial. */
const withTrials = (own: TrajectoryPhases, trials: TrajectoryPhases): TrajectoryPhases => ({
  ...trials,
  ...Object.fromEntries(
    Object.entries(own).map(([phase, fields]) => [phase, { ...trials[phase], ...fields }]),
  ),
});

async function run(spec: JobSpec): Promise<JobSpec> {
  const result = await runSearch(contextOf(spec, { data }));
  if (!result.ok) throw new Error(JSON.stringify(result.failures));
  return spec;
}

beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(jobs.folder, { recursive: true, force: true }));

// A search takes a second or two; a loaded machine takes its time.
describe.each(tinySearches)('$title', { timeout: 300_000 }, (search) => {
  test('finds an architecture of its space', async () => {
    const spec = await run(specOf(search, 1));
    expect(readOutput(spec, 'architecture.json').space).toBe(search.space);
    expect(undeclaredNumbers(spec, declaredFor(search))).toEqual([]);
    firsts.set(search.title, digestsOf(spec));
  });

  test('depends on the seed unless nothing is drawn, and leaves no tensor behind', async () => {
    const before = memory().numTensors;
    // With 2, tuning finds no cell that the small table has.
    const other = digestsOf(await run(specOf(search, 3)));
    expect(memory().numTensors).toBe(before);
    const drawsNothing = ['fixed', 'released'].includes(search.kind);
    const same = JSON.stringify(other) === JSON.stringify(firsts.get(search.title));
    expect(same).toBe(drawsNothing);
  });
});

test('the same seeds give the same bytes in a fresh process', { timeout: 1_800_000 }, async () => {
  const specs = tinySearches.map((search) => specOf(search, 1));
  const worker = await bundleWorker();
  await runInWorker(worker.file, specs);
  rmSync(worker.folder, { recursive: true, force: true });
  const found = tinySearches.map(({ title }, i) => [title, digestsOf(specs[i] as JobSpec)]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(firsts));
});
