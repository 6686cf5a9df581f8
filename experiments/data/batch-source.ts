/** Where training and measuring get their minibatches, wherever the images are. */
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { draws } from '../rng/draws.ts';
import type { Key } from '../rng/key.ts';
import type { AugmentationSettings } from './augment.ts';
import { augments } from './augment.ts';
import { type Batch, BatchMaker } from './batches.ts';
import { type ImageTraits, isStored, type Photographs } from './image-data-set.ts';
import { dartsJitter, PhotographBatches } from './imagenet/photograph-batches.ts';
import type { ImagePart } from './part.ts';

/**
 * Images at positions of a part, in that order. Fails with the name of the file that cannot be read; of images in memory
 * there is none.
 */
export type ReadBatch = (positions: Uint32Array) => Result<Batch, JobFailure>;

export interface BatchSource {
  /** Images as a trained network is measured on them. */
  readonly measured: ReadBatch;
  /**
   * Images of one epoch of training, changed at random.
   *
   * @param key of the epoch
   */
  readonly augmented: (settings: AugmentationSettings, key: Key) => ReadBatch;
}

export function batchSource(part: ImagePart, traits: ImageTraits): BatchSource {
  const { split } = part;
  return isStored(split) ? storedSource(part, traits) : photographSource(part, split, traits);
}

function storedSource(part: ImagePart, traits: ImageTraits): BatchSource {
  const maker = new BatchMaker(traits);
  return {
    measured: (positions) => ok(maker.make(part, positions)),
    augmented(settings, key) {
      const augmentation = augments(settings, traits) ? { settings, draws: draws(key) } : undefined;
      return (positions) => ok(maker.make(part, positions, augmentation));
    },
  };
}

/** A random window takes the place of `cropPadding`, which makes no sense where images have no common size. */
function photographSource({ indices }: ImagePart, { folder }: Photographs, traits: ImageTraits): BatchSource {
  const maker = new PhotographBatches(folder, traits);
  const placesOf = (positions: Uint32Array) => positions.map((position) => indices[position] ?? 0);
  return {
    measured: (positions) => maker.make(placesOf(positions)),
    augmented({ flip, cutout }, key) {
      const message = `Photographs know no cutout; set cutout to 0, got ${cutout}`;
      if (cutout > 0) return () => fail({ reason: 'job-refused', message });
      return (positions) => maker.make(placesOf(positions), { key, flip, jitter: dartsJitter });
    },
  };
}
