/** What cannot fit into the memory of the engine is refused before anything is computed, with what would fit. */
import { expect, it } from 'vitest';
import type { ImageTraits } from '../../../experiments/data/image-data-set.ts';
import {
  imageMemoryProblem,
  trainedSizes,
} from '../../../experiments/task/image-classification/image-memory.ts';
import { languageMemoryProblem } from '../../../experiments/task/language/language-memory.ts';

const cifar10Traits: ImageTraits = {
  ...{
    name: 'cifar10',
    classes: 10,
    height: 32,
    width: 32,
    channels: 3,
    mirrorSymmetric: true,
    maximum: 255,
  },
  ...{ mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
};

it('the decoder of a language model', () => {
  expect(languageMemoryProblem({ batchSize: 4000, unroll: 35 }, 10_000)).toEqual({
    message:
      "Memory does not suffice: the decoder's scores of 10000 words at 35 places for a minibatch of 4000 take 5.2 GiB " +
      'and their gradient as much, and the wasm engine has 4.0 GiB',
    hint: 'Lower batchSize to at most 1533, or lower unroll',
  });
  expect(languageMemoryProblem({ batchSize: 1533, unroll: 35 }, 10_000)).toBeUndefined();
  expect(languageMemoryProblem({ batchSize: 1, unroll: 100_000 }, 10_000)?.hint).toBe('Lower unroll');
});

it('the first maps of a network for images', () => {
  const sizes = { batchSize: 20_000, initialChannels: 36 };
  expect(imageMemoryProblem(cifar10Traits, sizes)).toEqual({
    message:
      'Memory does not suffice: the first maps, 32x32 images of 36 channels, for a minibatch of 20000 take 2.7 GiB and ' +
      'their gradient as much, and the wasm engine has 4.0 GiB',
    hint: 'Lower batchSize to at most 14563, or lower initialChannels',
  });
  expect(imageMemoryProblem(cifar10Traits, { ...sizes, batchSize: 14_563 })).toBeUndefined();
  expect(imageMemoryProblem(cifar10Traits, { ...sizes, stem: 'imagenet' })).toBeUndefined();
});

it('is looked for wherever a method says how it trains', () => {
  const sizes = { batchSize: 8, initialChannels: 4 };
  expect(trainedSizes({ kind: 'darts', ...sizes })).toEqual(sizes);
  expect(trainedSizes({ kind: 'random', trial: { ...sizes, stem: 'imagenet' } })).toEqual({
    ...sizes,
    stem: 'imagenet',
  });
  expect(trainedSizes({ kind: 'tune', method: { kind: 'darts', ...sizes } })).toEqual(sizes);
  expect(trainedSizes({ kind: 'fixed', architecture: 'DARTS_V2' })).toBeUndefined();
});
