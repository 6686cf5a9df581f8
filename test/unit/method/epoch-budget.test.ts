import { describe, expect, test } from 'vitest';
import { asha } from '../../../experiments/method/asha.ts';
import type { BlackBoxMethod } from '../../../experiments/method/black-box-method.ts';
import { bohb } from '../../../experiments/method/bohb.ts';
import { hyperband } from '../../../experiments/method/hyperband.ts';
import { localSearch } from '../../../experiments/method/local-search.ts';
import { runOnLogicalClock } from '../../../experiments/method/logical-clock.ts';
import { randomSearch } from '../../../experiments/method/random.ts';
import { regularizedEvolution } from '../../../experiments/method/regularized-evolution.ts';
import { reinforce } from '../../../experiments/method/reinforce.ts';
import { tpe } from '../../../experiments/method/tpe.ts';
import { key } from '../../../experiments/rng/key.ts';
import { type Configuration, sampleConfiguration } from '../../../experiments/space/config-space.ts';
import { nasbench1shot1Config } from '../../../experiments/space/nasbench1shot1/config.ts';
import { neighbourhood, oneParameterChanges } from '../../../experiments/space/variation.ts';
import { ok } from '../../../schemas/result.ts';
import { errorScore } from './error-score.ts';

const space = nasbench1shot1Config(1);
const full = { epochs: 108, key: key(1) };
const halved = { eta: 3, minEpochs: 4, maxEpochs: 108, key: key(1) };
const random = {
  sample: (source: Parameters<typeof sampleConfiguration>[1]) => sampleConfiguration(space, source),
};

const methods: Readonly<Record<string, () => BlackBoxMethod<Configuration>>> = {
  random: () => randomSearch(random, full),
  'regularized-evolution': () =>
    regularizedEvolution(oneParameterChanges(space), {
      ...full,
      ...{ population: 100, sample: 10, replacement: true },
    }),
  'local-search': () => localSearch(neighbourhood(space), full),
  reinforce: () => reinforce(space, { ...full, policyLearningRate: 0.1, baselineMomentum: 0.9 }),
  tpe: () => tpe(space, { ...full, startUpTrials: 20, gamma: 0.25, candidates: 24 }),
  hyperband: () => hyperband(random, halved),
  bohb: () =>
    bohb(space, {
      ...halved,
      ...{ topPercent: 15, samples: 64, randomFraction: 0.33, bandwidthFactor: 3, minBandwidth: 0.3 },
    }),
  asha: () => asha(random, halved),
};

/** Longer trainings and smaller sums of choices are better. */
const run = async (
  name: string,
  limits: { readonly totalEpochs?: number; readonly logicalWorkers?: number },
) => {
  const method = methods[name]?.();
  if (!method) throw new Error(`no method ${name}`);
  const outcome = await runOnLogicalClock<Configuration, never>({
    method,
    evaluate: ({ architecture, epochs }) =>
      ok({
        score: errorScore(20 + architecture.reduce((sum, value) => sum + value, 0) - epochs / 10, 0),
        seconds: 10 * epochs,
        isValid: true,
      }),
    ...{ logicalWorkers: 1, evaluations: 0, simulatedSeconds: 0, id: String, ...limits },
  });
  if (!outcome.ok) throw new Error('nothing fails here');
  return outcome.value;
};

describe('280 times 108 epochs', () => {
  const trials = { hyperband: 1230, bohb: 1230 } as const;

  test.each(Object.keys(methods).filter((name) => name !== 'asha'))(
    'are spent by %s to the last',
    async (name) => {
      const spent = await run(name, { totalEpochs: 30_240 });
      expect(spent.epochs).toBe(30_240);
      expect(spent.trials).toBe(name in trials ? trials[name as keyof typeof trials] : 280);
    },
  );

  test.each([1, 4])(
    'are not exceeded by ASHA on %i logical workers, nor missed by a full training',
    async (workers) => {
      const { epochs } = await run('asha', { totalEpochs: 30_240, logicalWorkers: workers });
      expect(epochs).toBeLessThanOrEqual(30_240);
      expect(epochs).toBeGreaterThan(30_240 - 108);
    },
  );
});

describe('the end in epochs', () => {
  test('is the first trial that would go beyond, also where shorter ones would fit', async () => {
    // Four free workers ask; 4, 4, 4 fit in 13 epochs, nothing else does.
    expect(await run('hyperband', { totalEpochs: 13, logicalWorkers: 4 })).toMatchObject({
      trials: 3,
      epochs: 12,
    });
    // 27 of 4 and 9 of 12 are 216 epochs; the first of 36 does not fit, and no new bracket begins.
    expect(await run('hyperband', { totalEpochs: 251 })).toMatchObject({ trials: 36, epochs: 216 });
    expect(await run('hyperband', { totalEpochs: 252 })).toMatchObject({ trials: 37, epochs: 252 });
  });

  test('is one end among others', async () => {
    expect(await run('random', { totalEpochs: 107 })).toMatchObject({ trials: 0, epochs: 0 });
    expect(await run('random', { totalEpochs: 216 })).toMatchObject({ trials: 2, epochs: 216 });
  });
});
