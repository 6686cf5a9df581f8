/** A search that was killed goes on from its finished trials, to the bytes of one that was not. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../experiments/engine/index.ts';
import type { Progress } from '../../experiments/job/job-context.ts';
import { runSearch } from '../../experiments/job/search.ts';
import { dataLoader } from '../../experiments/registry/data.ts';
import { DataCache } from '../../experiments/task/data-cache.ts';
import type { JobSpec } from '../../schemas/job.ts';
import {
  ashaMethod,
  digestsOf,
  otherSearches,
  randomMethod,
  TinyJobs,
  training,
} from '../unit/job/tiny-jobs.ts';
import { bundleWorker, WorkerRig } from '../unit/job/worker-rig.ts';

const jobs = new TinyJobs();
beforeAll(async () => {
  await startEngine('wasm');
});
afterAll(() => {
  rmSync(jobs.folder, { recursive: true, force: true });
});

const noCells = 'tpe over NAS-Bench-101, which proposes what is no cell';
const crashing = {
  ...randomMethod,
  evaluations: 6,
  trial: { ...training, learningRate: 10, gradientClip: 1e30 },
};
const makers: Readonly<Record<string, () => JobSpec>> = {
  'a search over networks for images': () => jobs.search(3, ashaMethod),
  'a search some of whose trials crash': () => jobs.search(3, crashing),
  'a search some of whose proposals are no cell': () => jobs.searchElsewhere(3, otherSearches[noCells] ?? {}),
  'a search over networks for a text': () => jobs.searchElsewhere(2, otherSearches['recurrent asha'] ?? {}),
  tuning: () => jobs.searchElsewhere(2, otherSearches['tuning'] ?? {}),
  'a table of every cell': () => jobs.searchElsewhere(2, otherSearches['every cell of three vertices'] ?? {}),
};

/** @returns the last progress */
async function run(
  spec: JobSpec,
  watch: (progress: Progress) => void = () => {},
): Promise<Progress | undefined> {
  let last: Progress | undefined;
  const result = await runSearch({
    spec,
    data: new DataCache(dataLoader),
    onProgress: (progress) => {
      last = progress;
      watch(progress);
    },
  });
  expect(result).toEqual({ ok: true, value: null });
  return last;
}

describe.each(Object.entries(makers))('%s', (_, make) => {
  test('killed in its second trial and in the last, it is not trained again from the start', async () => {
    const whole = make();
    const total = (await run(whole))?.total ?? 0;
    const killed = make();
    let attempt = killed;
    for (const moment of [1, total - 1]) {
      const dies = run(attempt, ({ done }) => {
        if (done > moment && !Number.isInteger(done)) throw new Error('killed');
      });
      await expect(dies).rejects.toThrow('killed');
      attempt = jobs.again(killed);
    }
    const last = await run(attempt);
    expect(digestsOf(attempt)).toEqual(digestsOf(whole));
    expect(last?.done).toBe(total);
    expect(last?.resumed).toBeGreaterThanOrEqual(1);
    // Finished once, it has nothing left to train.
    const again = jobs.again(killed);
    const seen: number[] = [];
    await run(again, ({ done }) => seen.push(done));
    expect(seen.filter((done) => !Number.isInteger(done))).toEqual([]);
    expect(digestsOf(again)).toEqual(digestsOf(whole));
  }, 240_000);
});

test('a worker that was killed leaves its trials to the next one, which says how many', async () => {
  const whole = jobs.search(4, { ...randomMethod, evaluations: 8 });
  await run(whole);
  const killed = jobs.search(4, { ...randomMethod, evaluations: 8 });
  const worker = await bundleWorker();
  const first = new WorkerRig(worker.file);
  first.send({ type: 'run', spec: killed });
  await first.event((event) => event.type === 'progress' && event.done > 2);
  first.process.kill('SIGKILL');
  await first.exit();
  const spec = jobs.again(killed);
  const second = new WorkerRig(worker.file);
  expect(await second.run(spec)).toMatchObject({ type: 'done' });
  const progress = second.events.flatMap((event) => (event.type === 'progress' ? [event] : []));
  expect(progress.at(-1)?.resumed).toBeGreaterThanOrEqual(2);
  second.send({ type: 'shutdown' });
  await second.exit();
  rmSync(worker.folder, { recursive: true, force: true });
  expect(digestsOf(spec)).toEqual(digestsOf(whole));
});
