/** Training of ENAS networks from scratch, as a stage does it. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { wholeSplit } from '../../../experiments/data/part.ts';
import { generateTextures10, generateTextures10Large } from '../../../experiments/data/textures10.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { dropProbability } from '../../../experiments/model/nasnet/scheduled-drop-path.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { countMacro } from '../../../experiments/space/enas-macro/counts.ts';
import { images as macroImages } from '../../../experiments/space/enas-macro/network.ts';
import { firstLayers, macroShape } from '../../../experiments/space/enas-macro/plan.ts';
import { enasMacro } from '../../../experiments/space/enas-macro/space.ts';
import { countMicro } from '../../../experiments/space/enas-micro/counts.ts';
import { namedGenotypes } from '../../../experiments/space/enas-micro/named.ts';
import { images as microImages } from '../../../experiments/space/enas-micro/network.ts';
import { microShape } from '../../../experiments/space/enas-micro/plan.ts';
import { standsAlone } from '../../../experiments/task/image-classification/continuation.ts';
import type { TrainingSettings } from '../../../experiments/task/image-classification/settings.ts';
import type { ImageSpace } from '../../../experiments/task/image-classification/space.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { goldenVectors } from '../../util/golden-vectors.ts';

const settings: TrainingSettings = {
  ...{ epochs: 2, batchSize: 8, learningRate: 0.05, learningRateMin: 0, momentum: 0.9, weightDecay: 0.0004 },
  nesterov: true,
  ...{ gradientClip: 5, schedule: 'cosine', learningRateDecay: 0.97, rateWarmUpEpochs: 0 },
  ...{ initialChannels: 4, layers: 3, cropPadding: 0, flip: true, cutout: 0, labelSmoothing: 0 },
  ...{ stem: 'cifar', auxiliaryWeight: 0, dropPath: 0 },
};
const small = generateTextures10();
const large = generateTextures10Large();
const macro = enasMacro().sample(draws(key(1)));
const micro = namedGenotypes['ENAS-micro'];

/** Weights by their digest: they are many. */
async function train<G>(
  images: ImageSpace<G>,
  genotype: G,
  {
    set = small,
    seed = 1,
    ...changes
  }: Partial<TrainingSettings> & { set?: typeof small; seed?: number } = {},
) {
  const part = { split: set.train, indices: wholeSplit(set.train).indices.subarray(0, 16) };
  const changed = { ...settings, ...changes };
  const continuation = standsAlone(changed);
  let steps = 0;
  const trained = await images.train({
    ...{ genotype, settings: changed, continuation, traits: set.traits, train: part, measured: part },
    ...{ key: key(seed), keepsWeights: true, onEpoch: () => {} },
    onMinibatch: () => {
      steps += 1;
    },
  });
  if (!trained.ok) return { failures: trained.failures };
  expect(steps).toBe(images.minibatches(changed, { train: part, measured: part }, continuation));
  return { multiplyAdds: trained.value.multiplyAdds, weights: sha256(trained.value.weights ?? '') };
}

beforeAll(() => startEngine('wasm'));

describe('trained networks', () => {
  test('macro: the same key gives the same weights, another one others; the cost is that of the layers asked for', async () => {
    const before = memory().numTensors;
    const first = await train(macroImages, macro);
    expect(await train(macroImages, macro)).toEqual(first);
    expect((await train(macroImages, macro, { seed: 2 })).weights).not.toBe(first.weights);
    expect(memory().numTensors).toBe(before);
    const { multiplyAdds } = countMacro(firstLayers(macro, 3), macroShape(small.traits, settings));
    expect(first.multiplyAdds).toBe(multiplyAdds * (3 * 2 * 16 + 16));
  }, 120_000);

  test('micro, with auxiliary head and drop path: the same', async () => {
    const before = memory().numTensors;
    const extras = { set: large, auxiliaryWeight: 0.4, dropPath: 0.4, layers: 2 };
    const first = await train(microImages, micro, extras);
    expect(await train(microImages, micro, extras)).toEqual(first);
    expect((await train(microImages, micro, { ...extras, dropPath: 0 })).weights).not.toBe(first.weights);
    expect(memory().numTensors).toBe(before);
    const count = countMicro(micro, microShape(large.traits, { ...settings, layers: 2 }));
    const price = 3 * (count.multiplyAdds + count.auxiliary.multiplyAdds);
    expect(first.multiplyAdds).toBe(price * 2 * 16 + count.multiplyAdds * 16);
  }, 240_000);
});

test('what cannot be built is said, with the setting', async () => {
  const message = async (outcome: ReturnType<typeof train>) => {
    const { failures = [] } = await outcome;
    return failures.map((failure) => ('message' in failure ? failure.message : failure.reason));
  };
  expect(await message(train(macroImages, macro, { layers: 13 }))).toEqual([
    expect.stringMatching(/has 12 layers: expected a setting `layers` of at most 12, found 13/),
  ]);
  expect(await message(train(macroImages, macro, { auxiliaryWeight: 0.4 }))).toEqual([
    'Macro networks need a setting `auxiliaryWeight` of 0, found 0.4',
  ]);
  expect(await message(train(macroImages, macro, { dropPath: 0.2 }))).toEqual([
    'Macro networks need a setting `dropPath` of 0, found 0.2',
  ]);
  expect(await message(train(microImages, micro, { stem: 'imagenet' }))).toEqual([
    expect.stringMatching(/expected a setting `stem` of cifar, found imagenet/),
  ]);
  expect(await message(train(microImages, micro, { auxiliaryWeight: 0.4 }))).toEqual([
    expect.stringMatching(/at least 5x5 after the second reduction, got 4/),
  ]);
});

test('drop path is scheduled as in the released code', () => {
  const golden = goldenVectors('schedules').enas_micro_drop_path;
  for (const { layer, ratio, keep } of golden.values) {
    const dropped = dropProbability({ final: 0.4, progress: ratio }, layer, golden.num_layers + 2);
    expect(1 - dropped).toBeCloseTo(keep, 12);
  }
  expect(golden.values.length).toBeGreaterThan(3);
});
