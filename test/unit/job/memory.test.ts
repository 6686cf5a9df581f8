/** What cannot fit into the memory of the engine is refused before anything is computed, with what would fit. */
import { expect, it } from 'vitest';
import { cifar10Traits } from '../../../experiments/data/cifar10.ts';
import { imageMemoryProblem, trainedSizes } from '../../../experiments/job/image-memory.ts';
import { languageMemoryProblem } from '../../../experiments/task/language/language-memory.ts';

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

it('the first cell of a network for images', () => {
  const sizes = { batchSize: 4096, initialChannels: 36 };
  expect(imageMemoryProblem('darts-cnn', cifar10Traits, sizes)).toEqual({
    message:
      'Memory does not suffice: the outputs of the first cell, 32x32 images of 36 channels, for a minibatch of 4096 take ' +
      '2.3 GiB and their gradient as much, and the wasm engine has 4.0 GiB',
    hint: 'Lower batchSize to at most 3640, or lower initialChannels',
  });
  expect(imageMemoryProblem('nasbench101', cifar10Traits, sizes)).toBeUndefined();
  expect(imageMemoryProblem('darts-cnn', cifar10Traits, { ...sizes, batchSize: 3640 })).toBeUndefined();
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
