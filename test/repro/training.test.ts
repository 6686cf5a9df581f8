/** The promise of the project, at the level of one job: equal specs give equal bytes. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../experiments/engine/index.ts';
import { runSearch } from '../../experiments/job/search.ts';
import { runTrain } from '../../experiments/job/train.ts';
import type { JobSpec } from '../../schemas/job.ts';
import { contextOf } from '../unit/job/in-process-trials.ts';
import { digestsOf, otherSearches, sharingMethod, TinyJobs } from '../unit/job/tiny-jobs.ts';
import { bundleWorker, runInWorker } from '../unit/job/worker-rig.ts';

const jobs = new TinyJobs();
const run = async (spec: JobSpec): Promise<JobSpec> => {
  const job = spec.kind === 'search' ? runSearch : runTrain;
  const result = await job(contextOf(spec));
  if (!result.ok) throw new Error(JSON.stringify(result.failures));
  return spec;
};

let architecture = '';
const makers: Record<string, (seed: number) => JobSpec> = {
  ...Object.fromEntries(
    Object.entries(otherSearches).map(([name, parameters]) => [
      name,
      (seed: number) => jobs.searchElsewhere(seed, parameters),
    ]),
  ),
  training: (seed) => jobs.train(seed, architecture, 'test'),
};

beforeAll(async () => {
  await startEngine('wasm');
  const found = await run(jobs.search(9, sharingMethod));
  architecture = join(found.outputFolder, 'architecture.json');
});
afterAll(() => {
  rmSync(jobs.folder, { recursive: true, force: true });
});

describe.each(Object.keys(makers))('%s', (name) => {
  const make = (seed: number): JobSpec => {
    const maker = makers[name];
    if (!maker) throw new Error(`no ${name}`);
    return maker(seed);
  };

  test('the same seed gives the same bytes in every output', async () => {
    const first = digestsOf(await run(make(1)));
    await run(make(2));
    expect(digestsOf(await run(make(1)))).toEqual(first);
  });

  test('another seed gives other bytes', async () => {
    const [one, other] = [digestsOf(await run(make(1))), digestsOf(await run(make(2)))];
    // A table of every cell is all that an exhaustive search has to tell.
    const told = 'table.jsonl' in one ? 'table.jsonl' : 'trajectory.jsonl';
    expect(other[told]).not.toBe(one[told]);
    // A training job passes its architecture on.
    if (name === 'training') expect(other['architecture.json']).toBe(one['architecture.json']);
    if (name === 'training') expect(other['weights.safetensors']).not.toBe(one['weights.safetensors']);
  });
});

test('a fresh process gives the same bytes', async () => {
  const specs = [jobs.search(1, sharingMethod), jobs.train(1, architecture, 'validation')];
  const again = [jobs.search(1, sharingMethod), jobs.train(1, architecture, 'validation')];
  for (const spec of specs) await run(spec);
  const worker = await bundleWorker();
  await runInWorker(worker.file, again);
  rmSync(worker.folder, { recursive: true, force: true });
  expect(again.map(digestsOf)).toEqual(specs.map(digestsOf));
});
