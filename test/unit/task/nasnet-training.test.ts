/** Training of NASNet networks from scratch, as a stage does it: with either stem, auxiliary head and ScheduledDropPath. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ImageDataSet } from '../../../experiments/data/image-data-set.ts';
import { wholeSplit } from '../../../experiments/data/part.ts';
import { generateTextures10, generateTextures10Large } from '../../../experiments/data/textures10.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { key } from '../../../experiments/rng/key.ts';
import { countNasnet } from '../../../experiments/space/nasnet/counts.ts';
import { namedGenotypes } from '../../../experiments/space/nasnet/named.ts';
import { images } from '../../../experiments/space/nasnet/network.ts';
import { nasnetShape } from '../../../experiments/space/nasnet/plan-network.ts';
import { standsAlone } from '../../../experiments/task/image-classification/continuation.ts';
import type { TrainingSettings } from '../../../experiments/task/image-classification/settings.ts';
import { sha256 } from '../../../schemas/canonical.ts';

const genotype = namedGenotypes['NASNet-A'];
const settings: TrainingSettings = {
  ...{ epochs: 2, batchSize: 8, learningRate: 0.05, learningRateMin: 0, momentum: 0.9, weightDecay: 0.0005 },
  nesterov: false,
  ...{ gradientClip: 5, schedule: 'cosine', learningRateDecay: 0.97, rateWarmUpEpochs: 0 },
  ...{ initialChannels: 8, layers: 3, cropPadding: 0, flip: true, cutout: 0, labelSmoothing: 0.1 },
  ...{ stem: 'cifar', auxiliaryWeight: 0.4, dropPath: 0.4 },
};
/** Images of 16 pixels for the stem that keeps the size, of 64 for the one that strides, which has no auxiliary head then. */
const cases = {
  cifar: { set: generateTextures10(), settings },
  imagenet: {
    set: generateTextures10Large(),
    settings: { ...settings, stem: 'imagenet', auxiliaryWeight: 0 },
  },
} as const satisfies Record<string, { readonly set: ImageDataSet; readonly settings: TrainingSettings }>;
type Stem = keyof typeof cases;

const partOf = ({ train }: ImageDataSet) => ({
  split: train,
  indices: wholeSplit(train).indices.subarray(0, 16),
});

/** Weights by their digest: they are many. */
async function train(stem: Stem, changes: Partial<TrainingSettings> = {}, seed = 1) {
  const { set, settings: own } = cases[stem];
  const part = partOf(set);
  const settings = { ...own, ...changes };
  let steps = 0;
  const trained = await images.train({
    ...{
      genotype,
      settings,
      continuation: standsAlone(settings),
      traits: set.traits,
      train: part,
      measured: part,
      key: key(seed),
    },
    ...{ keepsWeights: true, onEpoch: () => {} },
    onMinibatch: () => {
      steps += 1;
    },
  });
  return trained.ok
    ? { steps, multiplyAdds: trained.value.multiplyAdds, weights: sha256(trained.value.weights ?? '') }
    : { failures: trained.failures };
}

beforeAll(() => startEngine('wasm'));

describe.each(['cifar', 'imagenet'] as const)('%s stem', (stem) => {
  test('the same key gives the same weights, another one others; no tensor is left; the cost is counted', async () => {
    const before = memory().numTensors;
    const first = await train(stem);
    expect(await train(stem)).toEqual(first);
    const other = await train(stem, {}, 2);
    expect(memory().numTensors).toBe(before);
    expect(other.weights).not.toBe(first.weights);
    const { set, settings: own } = cases[stem];
    const parts = { train: partOf(set), measured: partOf(set) };
    expect(first.steps).toBe(images.minibatches(own, parts, standsAlone(own)));
    const { multiplyAdds, auxiliary } = countNasnet(genotype, nasnetShape(set.traits, own), stem);
    const head = stem === 'cifar' ? auxiliary.multiplyAdds : 0;
    expect(first.multiplyAdds).toBe(3 * (multiplyAdds + head) * 2 * 16 + multiplyAdds * 16);
  }, 120_000);

  test('drop path changes what is learnt', async () => {
    expect((await train(stem, { dropPath: 0 })).weights).not.toBe((await train(stem)).weights);
  }, 120_000);
});

test('what cannot be built, and what diverges, leaves no tensor', async () => {
  const before = memory().numTensors;
  expect(await train('cifar', { initialChannels: 1 })).toMatchObject({
    failures: [
      { reason: 'job-refused', message: expect.stringMatching(/at least 2 initial channels, got 1/) },
    ],
  });
  expect(await train('cifar', { learningRate: 1e18, gradientClip: 1e30 })).toMatchObject({
    failures: [{ reason: expect.stringMatching(/diverged/) }],
  });
  expect(memory().numTensors).toBe(before);
}, 120_000);
