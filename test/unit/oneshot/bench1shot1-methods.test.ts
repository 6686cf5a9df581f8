import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageDataSet } from '../../../experiments/data/image-data-set.ts';
import { data as optdigits } from '../../../experiments/data/optdigits.ts';
import { divide } from '../../../experiments/data/part.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import {
  type Bench1Shot1Run,
  bench1shot1Shape,
} from '../../../experiments/oneshot/bench1shot1/bench1shot1-run.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import {
  countBench1Shot1,
  countBench1Shot1Path,
} from '../../../experiments/space/nasbench1shot1/bench1shot1-counts.ts';
import { type Bench1Shot1Weights, discretise } from '../../../experiments/space/nasbench1shot1/discretise.ts';
import type { SpaceNumber } from '../../../experiments/space/nasbench1shot1/layout.ts';
import { nasbench1shot1 } from '../../../experiments/space/nasbench1shot1/space.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import { isInDomain } from '../../../experiments/space/nasbench101/prune.ts';
import { canonicalJson } from '../../../schemas/canonical.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { writeTinyDigits } from '../data/tiny-digits.ts';
import type { Bench1Shot1MethodSettings } from './search-bench1shot1.ts';
import { searchNasbench1shot1 } from './search-bench1shot1.ts';

const folder = mkdtempSync(join(tmpdir(), 'reprise-1shot1-'));
let images: ImageDataSet;

beforeAll(async () => {
  await startEngine('wasm');
  writeTinyDigits(folder, { tra: 36, hol: 4, tes: 4 });
  const loaded = optdigits.load(folder);
  if (!loaded.ok) throw new Error('refused');
  images = loaded.value;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const shared = {
  epochs: 2,
  batchSize: 10,
  learningRate: 0.025,
  learningRateMin: 0.001,
  momentum: 0.9,
  weightDecay: 3e-4,
  gradientClip: 5,
  initialChannels: 4,
  layers: 3,
  cropPadding: 0,
  flip: false,
  cutout: 0,
  cutoutProbability: 1,
};
const stepping = {
  ...shared,
  architectureLearningRate: 3e-2,
  architectureMomentum: 0.5,
  architectureWeightDecay: 1e-3,
  warmUpEpochs: 0,
};
const temperatures = { temperatureStart: 10, temperatureEnd: 1 };
const scoring = { evaluated: 3, scoringBatches: 1, rescored: 2 };

const methods = {
  'random-ws': { kind: 'random-ws', ...shared, ...scoring, inactiveOperations: 'skip' },
  'darts, first order': { kind: 'darts', ...stepping, order: 'first' },
  'darts, second order': { kind: 'darts', ...stepping, order: 'second' },
  'pc-darts': { kind: 'pc-darts', ...stepping, partialChannels: 4 },
  gdas: { kind: 'gdas', ...stepping, ...temperatures },
  enas: {
    kind: 'enas',
    ...shared,
    ...{ evaluated: 3, rescored: 2, controllerSteps: 4, controllerLearningRate: 3.5e-4, entropyWeight: 1e-4 },
    ...{ trainPortion: 0.9, imageStd: [] },
  },
} as const satisfies Record<string, Bench1Shot1MethodSettings>;
type Name = keyof typeof methods;
const names = Object.keys(methods) as Name[];

interface Searched {
  readonly outcome: Awaited<ReturnType<typeof searchNasbench1shot1>>;
  readonly lines: readonly JsonObject[];
  readonly progress: readonly (readonly [number, number])[];
}

async function search(
  settings: Bench1Shot1MethodSettings,
  seed: number,
  extra: Partial<Bench1Shot1Run<Bench1Shot1MethodSettings>> = {},
): Promise<Searched> {
  const lines: JsonObject[] = [];
  const progress: [number, number][] = [];
  const outcome = await searchNasbench1shot1({
    settings,
    traits: images.traits,
    ...divide(images.train, 0.5),
    key: key(seed),
    observer: { line: (line) => lines.push(line), progress: (done, total) => progress.push([done, total]) },
    spaceNumber: 2,
    afterEpoch: (spec) => ({ benchmark: { asked: cellHash(spec) } }),
    ...extra,
  });
  return { outcome, lines, progress };
}

const textOf = ({ outcome, lines }: Searched): string => {
  if (!outcome.ok) throw new Error('refused');
  const { architecture, validation, cost } = outcome.value;
  const score = { errorPercent: validation.errorPercent, loss: validation.loss };
  return canonicalJson({ architecture, score, cost, lines });
};

const epochsOf = ({ lines }: Searched): readonly JsonObject[] =>
  lines.filter(({ phase }) => phase === 'search');

describe.each(names)('%s', (name) => {
  test('equal seeds give equal bytes, other seeds other ones, and nothing is left behind', async () => {
    const before = memory().numTensors;
    const first = textOf(await search(methods[name], 1));
    expect(textOf(await search(methods[name], 1))).toBe(first);
    expect(textOf(await search(methods[name], 2))).not.toBe(first);
    expect(memory().numTensors).toBe(before);
  });

  test('each epoch names its cell and what the benchmark says of it; the last one is found', async () => {
    const found = await search(methods[name], 1);
    const epochs = epochsOf(found);
    // What has weights of the architecture has one before the first epoch, as the released code saves it.
    const start = 'architectureLearningRate' in methods[name] ? [0] : [];
    expect(epochs.map(({ epoch }) => epoch)).toEqual([...start, 1, 2]);
    for (const line of epochs) {
      expect(line).toMatchObject({ benchmark: { asked: line['hash'] } });
      expect(isInDomain(line['spec'] as never)).toBe(true);
      expect(cellHash(line['spec'] as never)).toBe(line['hash']);
    }
    for (const line of epochs.slice(start.length)) {
      expect(line['validationErrorPercent']).toBeGreaterThanOrEqual(0);
      expect(line['trainLoss']).toBeGreaterThan(0);
    }
    if (!found.outcome.ok) throw new Error('refused');
    expect(cellHash(found.outcome.value.architecture)).toBe(epochs.at(-1)?.['hash']);
    expect(found.outcome.value.validation.examples).toBe(20);
  });

  test('progress reaches its total, and the trained model can be seen', async () => {
    let seen = 0;
    const { progress } = await search(methods[name], 1, {
      onTrained: async ({ network, shape }) => {
        seen = network.parameters.reduce((sum, { value }) => sum + value.size, 0);
        expect(seen).toBe(countBench1Shot1(shape).parameters);
      },
    });
    expect(seen).toBeGreaterThan(0);
    const last = progress.at(-1);
    expect(last?.[0]).toBe(last?.[1]);
  });

  test('an unfit model is refused', async () => {
    const { outcome } = await search({ ...methods[name], layers: 2 }, 1);
    const message = 'A one-shot model needs at least 3 cells, got 2';
    expect(outcome).toEqual({ ok: false, failures: [{ reason: 'job-refused', message }] });
  });
});

describe('cutout', () => {
  test.each(['darts, first order', 'random-ws'] as const)('of %s has its chance', async (name) => {
    // Nothing else is drawn for an image, so that a chance of 0 is no cutout, byte for byte.
    const at = async (cutoutProbability: number) =>
      textOf(await search({ ...methods[name], cutout: 4, cutoutProbability }, 1));
    const plain = textOf(await search(methods[name], 1));
    const [never, sometimes, always] = [await at(0), await at(0.5), await at(1)];
    expect(never).toBe(plain);
    expect(new Set([never, sometimes, always]).size).toBe(3);
  });
});

const alphasOf = (line: JsonObject | undefined): Bench1Shot1Weights => line?.['alphas'] as never;

describe('gradient-based searches', () => {
  test.each([1, 2, 3] as const)(
    'in space %i the cell is what the parameters of the same line discretise to',
    async (space: SpaceNumber) => {
      const { lines } = await search(methods['darts, first order'], 3, { spaceNumber: space });
      for (const line of lines) expect(cellHash(discretise(space, alphasOf(line)))).toBe(line['hash']);
    },
  );

  test('parameters rest while the weights warm up, and move afterwards', async () => {
    const warming = await search({ ...methods['darts, first order'], warmUpEpochs: 1 }, 1);
    const [start, first, second] = epochsOf(warming).map(alphasOf);
    expect(first).toEqual(start);
    const largest = (weights: Bench1Shot1Weights | undefined) =>
      Math.max(...(weights?.mixedOps.flat() ?? []).map(Math.abs));
    expect(largest(first)).toBeLessThan(5e-3);
    expect(largest(second)).toBeGreaterThan(5e-3);
  });

  test('the second order takes other steps than the first', async () => {
    const first = await search(methods['darts, first order'], 1);
    const second = await search(methods['darts, second order'], 1);
    expect(alphasOf(second.lines[0])).toEqual(alphasOf(first.lines[0]));
    expect(alphasOf(second.lines[1])).not.toEqual(alphasOf(first.lines[1]));
  });

  test('second order costs three more passes over each training minibatch', async () => {
    const costs = await Promise.all(
      (['darts, first order', 'darts, second order'] as const).map(async (name) => {
        const { outcome } = await search(methods[name], 1);
        return outcome.ok ? outcome.value.cost.multiplyAdds : Number.NaN;
      }),
    );
    const shape = bench1shot1Shape({ traits: images.traits, settings: shared, spaceNumber: 2 });
    const perPass = countBench1Shot1(shape).multiplyAdds;
    // Two epochs of 20 training and 20 validation images forward and back, three measurements of 20 images.
    expect(costs[0]).toBe(perPass * (2 * 3 * 40 + 3 * 20));
    expect(costs[1]).toBe((costs[0] ?? 0) + perPass * 2 * 9 * 20);
  });
});

describe('searches that sample architectures', () => {
  test('unused operations at weight 0 change nothing but weight decay and the cost', async () => {
    const settings = { ...methods['random-ws'], weightDecay: 0, epochs: 1 };
    const skipped = await search(settings, 1);
    const all = await search({ ...settings, inactiveOperations: 'run' }, 1);
    if (!skipped.outcome.ok || !all.outcome.ok) throw new Error('refused');
    expect(all.outcome.value.validation.loss).toBeCloseTo(skipped.outcome.value.validation.loss, 2);
    expect(all.outcome.value.cost.multiplyAdds).toBeGreaterThan(skipped.outcome.value.cost.multiplyAdds);
  });

  test('the cost of random search is that of the paths that ran', async () => {
    const { outcome } = await search({ ...methods['random-ws'], epochs: 1, rescored: 1, evaluated: 1 }, 4);
    if (!outcome.ok) throw new Error('refused');
    const shape = bench1shot1Shape({ traits: images.traits, settings: shared, spaceNumber: 2 });
    const source = draws(key(1));
    const costs = Array.from(
      { length: 300 },
      () => countBench1Shot1Path(nasbench1shot1(2).sample(source), shape).multiplyAdds,
    );
    const examples = 3 * 20 + 10 + 20;
    expect(outcome.value.cost.multiplyAdds).toBeGreaterThan(examples * Math.min(...costs));
    expect(outcome.value.cost.multiplyAdds).toBeLessThan(examples * Math.max(...costs));
    expect(outcome.value.cost.architectures).toBe(1);
  });

  test('a method of another space is refused', async () => {
    const settings = { ...stepping, kind: 'snas', ...temperatures, dropPath: 0 } as const;
    const { outcome } = await search(settings, 1);
    const message = 'The method snas does not run on NAS-Bench-1Shot1';
    expect(outcome).toEqual({ ok: false, failures: [{ reason: 'job-refused', message }] });
  });
});
