/** Training minibatches in random order and with augmentation, named so that streams of one search do not coincide. */

import type { AugmentationSettings } from '../data/augment.ts';
import { augments } from '../data/augment.ts';
import { type Batch, BatchMaker, inBatches } from '../data/batches.ts';
import type { ImageTraits } from '../data/image-data-set.ts';
import type { ImagePart } from '../data/part.ts';
import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import type { OptimizerSettings } from '../task/image-classification/settings.ts';

export interface ShuffledSource {
  readonly part: ImagePart;
  readonly traits: ImageTraits;
  readonly settings: AugmentationSettings & Pick<OptimizerSettings, 'batchSize'>;
  /** Of this stream alone. */
  readonly key: Key;
}

/** Every image once, in the order of pass `pass`; the last minibatch may be smaller. */
export function* shuffledBatches(
  { part, traits, settings, key }: ShuffledSource,
  pass: number,
): Generator<Batch> {
  const maker = new BatchMaker(traits);
  const order = draws(split(key, 'order', pass)).permutation(part.indices.length);
  const augmentation = augments(settings, traits)
    ? { settings, draws: draws(split(key, 'augmentation', pass)) }
    : undefined;
  for (const positions of inBatches(order, settings.batchSize))
    yield maker.make(part, positions, augmentation);
}

/** Pass after pass without end. */
export function* endlessBatches(source: ShuffledSource): Generator<Batch, never> {
  for (let pass = 0; ; pass += 1) yield* shuffledBatches(source, pass);
}
