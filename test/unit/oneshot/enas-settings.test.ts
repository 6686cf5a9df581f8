import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../experiments/engine/index.ts';
import { runSearch } from '../../../experiments/job/search.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { contextOf } from '../job/in-process-trials.ts';
import { readOutput, TinyJobs } from '../job/tiny-jobs.ts';
import { tinySearches } from '../job/tiny-methods.ts';

const jobs = new TinyJobs();
beforeAll(() => startEngine('wasm'));
afterAll(() => {
  rmSync(jobs.folder, { recursive: true, force: true });
});

const tiny = tinySearches.find(({ kind, space }) => kind === 'enas' && space === 'nasbench1shot1-1');

/** @returns the outcome, and where the job left its outputs */
async function searched(changes: JsonObject) {
  const { method, ...rest } = tiny?.parameters ?? {};
  const spec = jobs.searchElsewhere(3, { ...rest, method: { ...(method as JsonObject), ...changes } });
  return { outcome: await runSearch(contextOf(spec)), spec };
}

test('ENAS divides the images by its own portion', async () => {
  const counts: number[] = [];
  for (const trainPortion of [0.5, 0.9]) {
    const { outcome, spec } = await searched({ trainPortion });
    expect(outcome).toEqual({ ok: true, value: null });
    counts.push(readOutput(spec, 'metrics.json').validation.examples);
  }
  const [half = 0, tenth = 0] = counts;
  expect(tenth).toBeGreaterThan(0);
  expect(Math.abs(half - 5 * tenth)).toBeLessThanOrEqual(5);
});

test('images are divided by its own deviation, which has a number for each channel', async () => {
  const lossWith = async (imageStd: readonly number[]): Promise<unknown> => {
    const { outcome, spec } = await searched({ imageStd: [...imageStd] });
    expect(outcome).toEqual({ ok: true, value: null });
    return readFileSync(join(spec.outputFolder, 'trajectory.jsonl'), 'utf8');
  };
  expect(await lossWith([0.9])).not.toBe(await lossWith([]));
  const { outcome } = await searched({ imageStd: [0.2, 0.2, 0.2] });
  expect(outcome).toEqual({
    ok: false,
    failures: [
      {
        reason: 'job-refused',
        message: 'imageStd has 3 numbers, and the images have 1 channels',
        hint: 'Give one number for each channel, or none',
      },
    ],
  });
});
