import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageDataSet } from '../../../experiments/data/image-data-set.ts';
import { data as optdigits } from '../../../experiments/data/optdigits.ts';
import { divide, wholeSplit } from '../../../experiments/data/part.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { key } from '../../../experiments/rng/key.ts';
import { countNasbench101 } from '../../../experiments/space/nasbench101/parameters.ts';
import {
  nasbench101Minibatches,
  nasbench101Shape,
  trainNasbench101Cell,
} from '../../../experiments/space/nasbench101/train-cell.ts';
import type { EpochSummary } from '../../../experiments/task/gradient-training.ts';
import { writeTinyDigits } from '../data/tiny-digits.ts';

const folder = mkdtempSync(join(tmpdir(), 'reprise-nasbench-'));
let images: ImageDataSet;

beforeAll(async () => {
  await startEngine('wasm');
  writeTinyDigits(folder, { tra: 160, hol: 40, tes: 40 });
  const loaded = optdigits.load(folder);
  if (!loaded.ok) throw new Error('refused');
  images = loaded.value;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const spec = {
  matrix: [
    [0, 1, 0, 1],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
    [0, 0, 0, 0],
  ],
  ops: ['input', 'conv3x3-bn-relu', 'conv1x1-bn-relu', 'output'],
};
const network = { stemChannels: 8, stacks: 2, cellsPerStack: 1, statisticsRate: 0.2 };
const settings = {
  epochs: 8,
  batchSize: 20,
  learningRate: 0.05,
  learningRateMin: 0,
  momentum: 0.9,
  weightDecay: 1e-4,
  gradientClip: 5,
  cropPadding: 0,
  flip: false,
  cutout: 0,
};

function training(seed: number, epochs = 1) {
  const { train, validation } = divide(images.train, 0.8);
  const measured = { train, validation, test: wholeSplit(images.test) };
  return {
    spec,
    settings: { ...settings, epochs },
    network,
    traits: images.traits,
    train,
    measured,
    key: key(seed),
  };
}

async function trained(seed: number, epochs = 1) {
  const result = await trainNasbench101Cell(training(seed, epochs));
  if (!result.ok) throw new Error('refused');
  return result.value;
}

describe('training a NAS-Bench-101 cell', () => {
  test('it learns, and measures each part that was asked for', async () => {
    const { measured } = await trained(1, 8);
    expect(measured.train.examples).toBe(160);
    expect(measured.validation.examples).toBe(40);
    expect(measured.test.examples).toBe(40);
    expect(measured.test.errorPercent).toBeLessThan(40);
    expect(measured.train.loss).toBeLessThan(1.2);
  });

  test('equal keys give equal numbers, other keys others', async () => {
    const first = await trained(1);
    const again = await trained(1);
    const other = await trained(2);
    expect(again.measured.validation.loss).toBe(first.measured.validation.loss);
    expect(again.measured.test.errorPercent).toBe(first.measured.test.errorPercent);
    expect(other.measured.validation.loss).not.toBe(first.measured.validation.loss);
  });

  test('the learning rate follows a cosine to the end of the budget, whatever that is', async () => {
    const rates = async (epochs: number): Promise<number[]> => {
      const seen: EpochSummary[] = [];
      await trainNasbench101Cell({ ...training(1, epochs), onEpoch: (epoch) => seen.push(epoch) });
      return seen.map(({ learningRate }) => learningRate);
    };
    expect(await rates(1)).toEqual([0.05]);
    expect(await rates(2)).toEqual([0.05, expect.closeTo(0.025, 12)]);
    expect((await rates(4))[3]).toBeCloseTo(0.025 * (1 + Math.cos(0.75 * Math.PI)), 12);
  });

  test('size and cost are those of the network, and progress counts every minibatch', async () => {
    const run = training(1, 2);
    let minibatches = 0;
    const result = await trainNasbench101Cell({
      ...run,
      onMinibatch: () => {
        minibatches += 1;
      },
    });
    if (!result.ok) throw new Error('refused');
    const model = countNasbench101(spec, nasbench101Shape(images.traits, network));
    expect(result.value.model).toEqual(model);
    expect(result.value.multiplyAdds).toBe(model.multiplyAdds * (3 * 2 * 160 + 240));
    expect(minibatches).toBe(2 * 8 + 2 + 1 + 1);
    expect(nasbench101Minibatches(run)).toBe(minibatches);
  });

  test('it leaves no tensor behind, and shows the network before it goes', async () => {
    const before = memory().numTensors;
    let variances: readonly number[] = [];
    await trainNasbench101Cell({
      ...training(1),
      onTrained: async (net) => {
        variances = [...((await net.statistics[1]?.download()) ?? [])];
      },
    });
    // Of the stem: tracked away from the ones that they start with.
    expect(variances.length).toBe(8);
    expect(variances).not.toContain(1);
    expect(memory().numTensors).toBe(before);
  });

  test('a network that does not fit the cell is refused', async () => {
    const before = memory().numTensors;
    const result = await trainNasbench101Cell({ ...training(1), network: { ...network, stacks: 0 } });
    expect(result).toEqual({
      ok: false,
      failures: [
        {
          reason: 'job-refused',
          message: 'A network needs at least one stack of one cell, got 0 of 1',
        },
      ],
    });
    expect(memory().numTensors).toBe(before);
  });
});
