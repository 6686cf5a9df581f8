/** Which operations the trials of a search may hold. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../experiments/engine/index.ts';
import { runSearch } from '../../../experiments/job/search.ts';
import { asha } from '../../../experiments/method/asha.ts';
import { dataLoader } from '../../../experiments/registry/data.ts';
import { key } from '../../../experiments/rng/key.ts';
import { images } from '../../../experiments/space/darts-cnn/network.ts';
import { DataCache } from '../../../experiments/task/data-cache.ts';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import { contextOf } from './in-process-trials.ts';
import { ashaMethod, otherSearches, randomMethod, TinyJobs } from './tiny-jobs.ts';

const jobs = new TinyJobs();
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(jobs.folder, { recursive: true, force: true }));

const operationsOf = ({ normal, reduce }: CnnGenotype): readonly string[] =>
  [...normal, ...reduce].map(([operation]) => operation);

async function proposed(operations: string): Promise<readonly string[]> {
  const seen: string[] = [];
  const spec = jobs.search(1, { ...ashaMethod, operations });
  const data = new DataCache(dataLoader);
  const onTrial = ({ architecture }: { readonly architecture: { readonly genotype: unknown } | null }) =>
    void seen.push(...operationsOf(architecture?.genotype as CnnGenotype));
  expect(await runSearch(contextOf(spec, { data }, { onTrial }))).toEqual({ ok: true, value: null });
  return seen;
}

test('trials have the operation none exactly where the method says so', async () => {
  expect((await proposed('with-none')).filter((name) => name === 'none').length).toBeGreaterThan(0);
  const plain = await proposed('space');
  expect(plain.length).toBeGreaterThanOrEqual(32);
  expect(plain).not.toContain('none');
});

test('with none, it is one of eight operations that are equally frequent', () => {
  const { withNone } = images;
  if (!withNone) throw new Error('darts-cnn has the operation none');
  const method = asha(withNone.variation, { eta: 4, minEpochs: 1, maxEpochs: 300, key: key(1) });
  const counts = new Map<string, number>();
  const cells = 1000;
  for (let i = 0; i < cells; i += 1) {
    const trial = method.ask();
    if (trial === undefined || trial === 'wait') throw new Error('ASHA always has another trial');
    for (const name of operationsOf(trial.architecture)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect(counts.size).toBe(8);
  // Five standard deviations of a binomial share of 16,000 draws.
  const draws = 16 * cells;
  const tolerance = 5 * Math.sqrt((draws * 7) / 64);
  for (const count of counts.values()) expect(Math.abs(count - draws / 8)).toBeLessThan(tolerance);
});

test('a space without it refuses', async () => {
  const parameters = otherSearches['random search over NAS-Bench-101'] ?? {};
  const method = { ...randomMethod, ...(parameters['method'] as object), operations: 'with-none' };
  const spec = jobs.searchElsewhere(1, { ...parameters, method });
  expect(await runSearch(contextOf(spec))).toEqual({
    ok: false,
    failures: [
      {
        reason: 'job-refused',
        message: 'The space nasbench101 has no operation none: leave `operations` out, or search darts-cnn',
      },
    ],
  });
});
