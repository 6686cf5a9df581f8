/** The search of cells and paths: what it steps on and when, what it finds, and that the key alone decides. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { portion } from '../../../experiments/data/segmentation/label-maps.ts';
import { generateShapes } from '../../../experiments/data/segmentation/shapes.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { search } from '../../../experiments/oneshot/auto-deeplab/search.ts';
import { key } from '../../../experiments/rng/key.ts';
import { autoDeepLab } from '../../../experiments/space/auto-deeplab/space.ts';
import type { JsonObject } from '../../../schemas/json.ts';

beforeAll(() => startEngine('wasm'));

const set = generateShapes();
const settings = {
  ...{
    kind: 'auto-deeplab',
    epochs: 2,
    batchSize: 4,
    learningRate: 0.05,
    learningRateMin: 0.001,
    momentum: 0.9,
  },
  ...{ weightDecay: 0.0003, gradientClip: 5, architectureLearningRate: 0.1, architectureMomentum: 0.9 },
  ...{ architectureWeightDecay: 0.001, warmUpEpochs: 1, cropSize: 32, flip: false, scaleMin: 1, scaleMax: 1 },
  ...{ imageScale: 0.5, filters: 1, stemChannels: 2, blocks: 1, layers: 2 },
};

async function run(seed: number, changed: JsonObject = {}) {
  const lines: JsonObject[] = [];
  const found = await search({
    settings: { ...settings, ...changed },
    ...{
      traits: set.traits,
      train: portion(set.train, 0, 8),
      validation: portion(set.train, 8, 16),
      key: key(seed),
    },
    observer: { line: (line) => lines.push(line), progress: () => {} },
  });
  return { found, lines };
}

test('weights of the architecture rest while it warms up, and move from then on', {
  timeout: 120_000,
}, async () => {
  const before = memory().numTensors;
  const { found, lines } = await run(1);
  expect(memory().numTensors).toBe(before);
  if (!found.ok) throw new Error(JSON.stringify(found.failures));
  const [first, second] = lines.filter(({ phase }) => phase === 'search');
  const largest = (line: JsonObject | undefined): number =>
    Math.max(...((line?.['alpha'] ?? []) as number[][]).flat().map(Math.abs));
  expect(largest(first)).toBeLessThan(0.006);
  expect(largest(second)).toBeGreaterThan(0.05);
  expect(autoDeepLab(1, 2).validate(found.value.architecture)).toEqual([]);
  expect(second?.['genotype']).toEqual(found.value.architecture);
  expect(found.value.validation.examples).toBe(8);
  expect(found.value.cost.multiplyAdds).toBeGreaterThan(0);
  expect(lines.filter(({ phase }) => phase === 'class')).toHaveLength(10);
});

test('the same key finds the same bytes, another one others', { timeout: 120_000 }, async () => {
  const [once, again, other] = [await run(1), await run(1), await run(2)];
  expect(again.lines).toEqual(once.lines);
  expect(other.lines).not.toEqual(once.lines);
});

test('scales that are the wrong way round are refused', async () => {
  expect(await run(1, { scaleMin: 2, scaleMax: 1 })).toMatchObject({
    found: {
      ok: false,
      failures: [{ message: expect.stringMatching(/^Expected scaleMin of at most scaleMax/) }],
    },
  });
});
