/** Networks of architectures: as many parameters as the arithmetic says, images of any size, and training. */
import { memory, tidy, zeros } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { portion } from '../../../experiments/data/segmentation/label-maps.ts';
import { generateShapes } from '../../../experiments/data/segmentation/shapes.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { SegmentationNetwork } from '../../../experiments/model/segmentation/network.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { countAutoDeepLab } from '../../../experiments/space/auto-deeplab/counts.ts';
import type { AutoDeepLabGenotype } from '../../../experiments/space/auto-deeplab/genotype.ts';
import { space } from '../../../experiments/space/auto-deeplab/index.ts';
import { namedGenotypes } from '../../../experiments/space/auto-deeplab/named.ts';
import { segmentation } from '../../../experiments/space/auto-deeplab/network.ts';
import { autoDeepLab } from '../../../experiments/space/auto-deeplab/space.ts';
import { polyRate } from '../../../experiments/task/semantic-segmentation/pixel-training.ts';
import type { SegmentationTrainingSettings } from '../../../experiments/task/semantic-segmentation/settings.ts';

beforeAll(() => startEngine('wasm'));

const shape = (filters: number, stemChannels: number, headChannels: number, classes: number) => ({
  ...{ filters, stemChannels, headChannels, classes },
  image: { height: 64, width: 64, channels: 3 },
});
const size = (network: SegmentationNetwork): number =>
  network.parameters.reduce((sum, { value }) => sum + value.size, 0);

describe('a network', () => {
  test('Auto-DeepLab-S has its 10,147,427 parameters', { timeout: 120_000 }, () => {
    const network = new SegmentationNetwork(namedGenotypes['Auto-DeepLab'], shape(20, 64, 256, 19), key(1));
    expect(size(network)).toBe(10_147_427);
    network.dispose();
  });

  const withNone: AutoDeepLabGenotype = {
    cell: [
      ['none', 0],
      ['none', 1],
      ['skip_connect', 0],
      ['skip_connect', 0],
    ],
    path: [8, 4, 8, 16],
  };
  const sampled = Array.from({ length: 6 }, (_, i) => space.sample(draws(split(key(2), i))));
  test.each(
    [...sampled, autoDeepLab(2, 3).sample(draws(key(3))), withNone].map(
      (genotype) => [genotype.path.join(), genotype] as const,
    ),
  )(
    'of the path %s is as large as the arithmetic says, and runs images of even and odd sizes',
    (_, genotype) => {
      const small = shape(2, 3, 8, 5);
      const before = memory().numTensors;
      const network = new SegmentationNetwork(genotype, small, key(1));
      expect(size(network)).toBe(countAutoDeepLab(genotype, small).parameters);
      for (const [height, width] of [
        [64, 64],
        [37, 50],
      ] as const) {
        const statistics = 'batch';
        tidy(() => {
          const scores = network.run(zeros([2, height, width, 3]), { statistics });
          expect(scores.shape).toEqual([2, height, width, 5]);
        });
      }
      network.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );
});

describe('training', () => {
  const set = generateShapes();
  const settings: SegmentationTrainingSettings = {
    ...{ epochs: 6, batchSize: 4, learningRate: 0.1, momentum: 0.9, weightDecay: 0, gradientClip: 5 },
    ...{ schedule: 'poly', polyPower: 0.9, cropSize: 32, flip: false, scaleMin: 1, scaleMax: 1 },
    ...{ filters: 2, stemChannels: 4, headChannels: 8, dropPath: 0.1 },
  };
  const train = async (seed: number) => {
    const losses: number[] = [];
    const trained = await segmentation.train({
      genotype: autoDeepLab(2, 3).sample(draws(key(8))),
      ...{
        settings,
        traits: set.traits,
        train: portion(set.train, 0, 16),
        measured: portion(set.train, 16, 20),
      },
      ...{ key: key(seed), keepsWeights: true, onImages: () => {} },
      onEpoch: ({ trainLoss }) => losses.push(trainLoss),
    });
    if (!trained.ok) throw new Error(JSON.stringify(trained.failures));
    return { losses, ...trained.value };
  };

  test('lowers the loss, measures whole images, and leaves nothing behind', {
    timeout: 120_000,
  }, async () => {
    const before = memory().numTensors;
    const { losses, measured, weights, multiplyAdds } = await train(1);
    expect(memory().numTensors).toBe(before);
    expect(losses).toHaveLength(6);
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
    expect(measured.examples).toBe(4);
    expect(measured.confusion.pixels).toBeGreaterThan(4 * 64 * 64 * 0.85);
    expect(weights?.byteLength).toBeGreaterThan(1000);
    expect(multiplyAdds).toBeGreaterThan(0);
  });

  test('is a function of the key', { timeout: 120_000 }, async () => {
    const [once, again, other] = [await train(1), await train(1), await train(2)];
    expect(again.losses).toEqual(once.losses);
    expect(again.weights).toEqual(once.weights);
    expect(other.losses).not.toEqual(once.losses);
  });

  test('the poly schedule falls to nothing', () => {
    expect(polyRate(0.05, 0, 0.9)).toBe(0.05);
    expect(polyRate(0.05, 0.5, 0.9)).toBeCloseTo(0.05 * 0.5 ** 0.9, 12);
    expect(polyRate(0.05, 1, 0.9)).toBe(0);
  });
});
