/** The search of ENAS on both convolutional spaces: its schedule, costs, trajectory, and what it finds. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { divide } from '../../../experiments/data/part.ts';
import { generateTextures10 } from '../../../experiments/data/textures10.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { method as macroMethod } from '../../../experiments/oneshot/enas-macro/index.ts';
import { search as searchMacro } from '../../../experiments/oneshot/enas-macro/search.ts';
import {
  type MacroSettings,
  settings as macroSettings,
} from '../../../experiments/oneshot/enas-macro/settings.ts';
import { method as microMethod } from '../../../experiments/oneshot/enas-micro/index.ts';
import { search as searchMicro } from '../../../experiments/oneshot/enas-micro/search.ts';
import {
  type MicroSettings,
  settings as microSettings,
} from '../../../experiments/oneshot/enas-micro/settings.ts';
import { rateAt } from '../../../experiments/oneshot/enas-search/restarts.ts';
import { key } from '../../../experiments/rng/key.ts';
import { enasMacro } from '../../../experiments/space/enas-macro/space.ts';
import { enasMicro } from '../../../experiments/space/enas-micro/space.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { goldenVectors } from '../../util/golden-vectors.ts';
import { filled } from '../job/filled-settings.ts';

const schedules = goldenVectors('schedules');
const { traits, train: all } = generateTextures10();
const parts = divide(all, 0.5);
const few = (part: typeof parts.train, count: number) => ({
  ...part,
  indices: part.indices.subarray(0, count),
});
const [train, validation] = [few(parts.train, 40), few(parts.validation, 30)];

const searches = {
  macro: {
    settings: macroSettings,
    tiny: macroMethod.tasks['image-classification']?.tiny['enas-macro'] ?? {},
    search: (run: Parameters<typeof searchMacro>[0]) => searchMacro(run),
    problems: (value: unknown) => enasMacro(3).validate(value),
  },
  micro: {
    settings: microSettings,
    tiny: microMethod.tasks['image-classification']?.tiny['enas-micro'] ?? {},
    search: (run: Parameters<typeof searchMicro>[0]) => searchMicro(run),
    problems: (value: unknown) => enasMicro().validate(value),
  },
};

async function run(name: keyof typeof searches, changes: JsonObject = {}, seed = 1) {
  const lines: JsonObject[] = [];
  const progress: (readonly [number, number])[] = [];
  const { settings, tiny, search } = searches[name];
  const written = filled(settings, { ...tiny, ...changes }) as unknown as MacroSettings & MicroSettings;
  const outcome = await search({
    ...{ settings: written, traits, train, validation, key: key(seed) },
    observer: {
      line: (line) => {
        lines.push(line);
      },
      progress: (done, total) => {
        progress.push([done, total]);
      },
    },
  });
  return { outcome, lines, progress };
}

beforeAll(() => startEngine('wasm'));

describe.each(['macro', 'micro'] as const)('%s', (name) => {
  test('finds an architecture of its space, and the same again; no tensor is left', async () => {
    const before = memory().numTensors;
    const { outcome, lines, progress } = await run(name, { epochs: 2 });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.failures));
    const { architecture, validation: measured, cost } = outcome.value;
    expect(searches[name].problems(architecture)).toEqual([]);
    expect(measured.examples).toBe(30);
    // Two steps of two architectures, and two derived, in each of two epochs.
    expect(cost.architectures).toBe(2 * (2 * 2 + 2));
    expect(cost.multiplyAdds).toBeGreaterThan(0);
    expect(lines.map(({ phase, epoch }) => [phase, epoch])).toEqual([
      ['search', 1],
      ['search', 2],
    ]);
    expect(lines[0]).toMatchObject({
      validationErrorPercent: expect.any(Number),
      controller: { baseline: expect.any(Number), entropy: expect.any(Number) },
    });
    // Minibatches of 16: three to train, four rewarded, two derived; two for the whole validation part.
    expect(progress.at(-1)).toEqual([2 * (3 + 4 + 2) + 2, 2 * (3 + 4 + 2) + 2]);
    const again = await run(name, { epochs: 2 });
    expect([again.outcome, again.lines]).toEqual([outcome, lines]);
    expect((await run(name, { epochs: 2 }, 2)).lines).not.toEqual(lines);
    expect(memory().numTensors).toBe(before);
  }, 120_000);

  test('without a controller step the baseline stays where it is, and weights are trained all the same', async () => {
    const { outcome, lines } = await run(name, { controllerSteps: 0 });
    expect(outcome.ok).toBe(true);
    expect(lines[0]).toMatchObject({
      controller: { baseline: 0, entropy: 0 },
      trainLoss: expect.any(Number),
    });
  }, 60_000);

  test('says what diverges, and with what cost', async () => {
    const before = memory().numTensors;
    const { outcome } = await run(name, { learningRate: 1e18, gradientClip: 1e30 });
    expect(outcome).toMatchObject({ failures: [{ reason: 'diverged', multiplyAdds: expect.any(Number) }] });
    expect(memory().numTensors).toBe(before);
  }, 60_000);
});

test('what has no network is refused', async () => {
  expect((await run('macro', { initialChannels: 1 })).outcome).toMatchObject({
    failures: [
      { reason: 'job-refused', message: expect.stringMatching(/at least 2 initial channels, found 3 and 1/) },
    ],
  });
  expect((await run('micro', { auxiliaryWeight: 0.4 })).outcome).toMatchObject({
    failures: [
      { reason: 'job-refused', message: expect.stringMatching(/at least 5x5 maps|maps of at least 5x5/) },
    ],
  });
});

describe('the learning rate', () => {
  test.each(['enas_sgdr', 'enas_sgdr_micro_search'])('restarts as %s', (name) => {
    const { params, values } = schedules[name];
    const settings = {
      ...{ learningRate: params.lmax, learningRateMin: params.lmin, epochs: 310 },
      ...{ restartEpochs: params.T0, restartFactor: params.Tmul },
    };
    const entries = Object.entries(values as Readonly<Record<string, number>>);
    expect(entries.length).toBeGreaterThan(5);
    for (const [epoch, rate] of entries) expect(rateAt(settings, Number(epoch))).toBeCloseTo(rate, 7);
  });

  test('falls over all epochs where it does not restart', () => {
    const settings = { learningRate: 1, learningRateMin: 0, epochs: 4, restartEpochs: 0, restartFactor: 2 };
    expect([0, 2].map((epoch) => rateAt(settings, epoch))).toEqual([1, 0.5]);
  });
});
