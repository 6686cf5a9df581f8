/** A search that was killed goes on from its finished trials, to the bytes of one that was not. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../experiments/engine/index.ts';
import type { Progress } from '../../experiments/job/job-context.ts';
import { runSearch } from '../../experiments/job/search.ts';
import type { JobSpec } from '../../schemas/job.ts';
import { contextOf, type KnownTrials, type TrialsOptions } from '../unit/job/in-process-trials.ts';
import {
  ashaMethod,
  digestsOf,
  otherSearches,
  randomMethod,
  TinyJobs,
  trial,
} from '../unit/job/tiny-jobs.ts';

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
  trial: { ...trial, learningRate: 10, gradientClip: 1e30 },
};
const driven: Readonly<Record<string, () => JobSpec>> = {
  'a search over networks for images': () => jobs.search(3, ashaMethod),
  'a search some of whose trials crash': () => jobs.search(3, crashing),
  'a search some of whose proposals are no cell': () => jobs.searchElsewhere(3, otherSearches[noCells] ?? {}),
  'a search over networks for a text': () => jobs.searchElsewhere(2, otherSearches['recurrent asha'] ?? {}),
  tuning: () => jobs.searchElsewhere(2, otherSearches['tuning'] ?? {}),
};
const everyCell = () => jobs.searchElsewhere(2, otherSearches['every cell of three vertices'] ?? {});

/** @returns the last progress */
async function run(
  spec: JobSpec,
  watch: (progress: Progress) => void = () => {},
  options: TrialsOptions = {},
): Promise<Progress | undefined> {
  let last: Progress | undefined;
  const onProgress = (progress: Progress): void => {
    last = progress;
    watch(progress);
  };
  const result = await runSearch(contextOf(spec, { onProgress }, options));
  expect(result).toEqual({ ok: true, value: null });
  return last;
}

describe.each(Object.entries(driven))('%s', (_, make) => {
  test('killed after its second trial, it has no finished trial computed again', async () => {
    const computed: number[] = [];
    const onTrial = ({ number }: { readonly number: number }): void => {
      computed.push(number);
    };
    const whole = make();
    await run(whole, undefined, { onTrial });
    const asked = computed.splice(0);
    const known: KnownTrials = new Map();
    const killed = make();
    const dies = run(
      killed,
      ({ done }) => {
        if (done === 2) throw new Error('killed');
      },
      { known },
    );
    await expect(dies).rejects.toThrow('killed');
    const kept = known.size;
    const again = jobs.again(killed);
    await run(again, undefined, { known, onTrial });
    expect(digestsOf(again)).toEqual(digestsOf(whole));
    expect(kept).toBeGreaterThanOrEqual(1);
    expect(computed).toHaveLength(new Set(known.keys()).size - kept);
    expect(asked.length).toBeGreaterThanOrEqual(computed.length + kept);
  }, 240_000);
});

test('a table of every cell, killed in its second training and in the last, goes on from its log', async () => {
  const whole = everyCell();
  const total = (await run(whole))?.total ?? 0;
  const killed = everyCell();
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
}, 240_000);
