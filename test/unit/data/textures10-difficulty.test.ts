/** textures10 is worth searching on: a linear model fails, a small convolutional network learns it in seconds. */
import { memory, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { imageSize } from '../../../experiments/data/image-data-set.ts';
import { wholeSplit } from '../../../experiments/data/part.ts';
import { generateTextures10, textures10Traits } from '../../../experiments/data/textures10.ts';
import {
  batchNormTrain,
  conv2d,
  globalAveragePool,
  linear,
  type Parameter,
  softmaxCrossEntropy,
  startEngine,
} from '../../../experiments/engine/index.ts';
import { Weights } from '../../../experiments/model/weights.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { evaluate } from '../../../experiments/task/evaluate.ts';
import { trainByGradient } from '../../../experiments/task/gradient-training.ts';

const set = generateTextures10();
const { classes } = textures10Traits;

beforeAll(async () => {
  await startEngine('wasm');
});

/** Test accuracy in percent after training on all training images. */
async function accuracy(
  parameters: readonly Parameter[],
  logits: (images: Tensor) => Tensor,
  settings: { readonly epochs: number; readonly learningRate: number },
): Promise<number> {
  const trained = await trainByGradient({
    parameters,
    settings: {
      ...settings,
      batchSize: 32,
      learningRateMin: 0,
      momentum: 0.9,
      weightDecay: 3e-4,
      gradientClip: 5,
      cropPadding: 0,
      flip: true,
      cutout: 0,
    },
    traits: textures10Traits,
    part: wholeSplit(set.train),
    key: key(1),
    forward: (images, labels) => {
      const output = logits(images);
      return { loss: softmaxCrossEntropy(output, labels), logits: output };
    },
  });
  if (!trained.ok) throw new Error(JSON.stringify(trained.failures));
  const tally = await evaluate(logits, wholeSplit(set.test), textures10Traits, { batchSize: 100 });
  return 100 - tally.errorPercent;
}

test('a linear model stays below 25 %', async () => {
  const weights = new Weights(split(key(1), 'linear'));
  const inputs = imageSize(textures10Traits);
  const { weight, bias } = weights.linear('classifier', inputs, classes);
  const logits = (images: Tensor): Tensor =>
    linear(reshape(images, [images.shape[0] ?? 0, inputs]), weight.value, bias.value);
  const reached = await accuracy(weights.parameters, logits, { epochs: 10, learningRate: 0.003 });
  expect(reached).toBeLessThan(25);
  weights.dispose();
});

test('three convolutions pass 85 %', async () => {
  const weights = new Weights(split(key(1), 'convolutional'));
  const widths = [3, 16, 24, 32];
  const filters = widths.slice(1).map((width, i) => weights.convolution(`${i}`, 3, widths[i] ?? 0, width));
  const { weight, bias } = weights.linear('classifier', 32, classes);
  const logits = (images: Tensor): Tensor => {
    let x = images;
    filters.forEach((filter, i) => {
      x = batchNormTrain(conv2d(x, filter.value, { pad: 1, stride: i === 0 ? 1 : 2 }), { relu: true }).y;
    });
    return linear(globalAveragePool(x), weight.value, bias.value);
  };
  const before = memory().numTensors;
  const reached = await accuracy(weights.parameters, logits, { epochs: 8, learningRate: 0.05 });
  expect(reached).toBeGreaterThan(85);
  expect(memory().numTensors).toBe(before);
  weights.dispose();
});
