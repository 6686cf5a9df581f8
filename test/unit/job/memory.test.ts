/** What cannot fit into the memory of the engine is refused before anything is computed, with what would fit. */

import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { ImageTraits } from '../../../experiments/data/image-data-set.ts';
import { runSearch } from '../../../experiments/job/search.ts';
import { images as dartsImages } from '../../../experiments/space/darts-cnn/network.ts';
import { images as nasbenchImages } from '../../../experiments/space/nasbench101/network.ts';
import { fitsMemory } from '../../../experiments/task/image-classification/image-memory.ts';
import { languageMemoryProblem } from '../../../experiments/task/language/language-memory.ts';
import { fitsMemory as segmentationFits } from '../../../experiments/task/semantic-segmentation/segmentation-memory.ts';
import type { JsonObject, JsonValue } from '../../../schemas/json.ts';
import { contextOf } from './in-process-trials.ts';
import { TinyJobs } from './tiny-jobs.ts';
import { tinySearches } from './tiny-methods.ts';

const jobs = new TinyJobs();
afterAll(() => rmSync(jobs.folder, { recursive: true, force: true }));

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
  const settings = { batchSize: 20_000, initialChannels: 36, layers: 3 };
  const traits = cifar10Traits;
  expect(fitsMemory({ networks: dartsImages, traits }, settings)).toEqual({
    ok: false,
    failures: [
      {
        reason: 'job-refused',
        message:
          'Memory does not suffice: the first maps, 32x32 images of 36 channels, for a minibatch of 20000 take 2.7 GiB and ' +
          'their gradient as much, and the wasm engine has 4.0 GiB',
        hint: 'Lower batchSize to at most 14563, or lower initialChannels',
      },
    ],
  });
  const fits = { ok: true, value: null };
  expect(fitsMemory({ networks: dartsImages, traits }, { ...settings, batchSize: 14_563 })).toEqual(fits);
  expect(fitsMemory({ networks: dartsImages, traits }, { ...settings, stem: 'imagenet' })).toEqual(fits);
  expect(fitsMemory({ networks: nasbenchImages, traits }, settings).ok).toBe(false);
});

it.each([
  [{ batchSize: 16, cropSize: 1025, stemChannels: 64 }, '', undefined],
  [
    { batchSize: 64, cropSize: 1025, stemChannels: 64 },
    'the scores of 1025x1025 pixels for 19 classes for a minibatch of 64 take 4.8 GiB',
    'Lower batchSize to at most 26, or lower cropSize',
  ],
  [
    { batchSize: 16, cropSize: 1025, stemChannels: 640 },
    'the first maps, 513x513 images of 640 channels, for a minibatch of 16 take 10.0 GiB',
    'Lower batchSize to at most 3, or lower cropSize or stemChannels',
  ],
])('a network that segments images: %j', (settings, tensor, hint) => {
  const found = segmentationFits(settings, 19);
  if (hint === undefined) expect(found).toEqual({ ok: true, value: null });
  else {
    const message = expect.stringContaining(`Memory does not suffice: ${tensor} and their gradient as much`);
    expect(found).toEqual({ ok: false, failures: [{ reason: 'job-refused', message, hint }] });
  }
});

/** The same settings with minibatches that no memory holds, wherever a method says how it trains. */
const huge = (settings: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, name === 'batchSize' ? 1e8 : hugeIn(value)]),
  );
const hugeIn = (value: JsonValue): JsonValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? huge(value as JsonObject) : value;

const training = tinySearches.filter(
  ({ kind, task }) => task !== 'tabular-benchmark' && !['fixed', 'released'].includes(kind),
);

it.each(training)('$title is refused before anything is computed', async ({ parameters, task }) => {
  const method = huge(parameters['method'] as JsonObject);
  const spec = jobs.searchElsewhere(1, { ...parameters, method });
  const refused = await runSearch(contextOf(spec));
  if (refused.ok) throw new Error('it was not refused');
  const reason =
    task === 'language-modelling'
      ? /text has \d+ words; 100000000 stretches/
      : /^Memory does not suffice: the (first maps|scores of 32x32 pixels)/;
  expect(refused.failures).toMatchObject([{ reason: 'job-refused', message: expect.stringMatching(reason) }]);
});
