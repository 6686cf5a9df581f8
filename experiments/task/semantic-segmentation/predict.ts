/** What a network says of a few images, for pictures. */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { tidy } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { LabelledImages, LabelMapTraits } from '../../data/segmentation/label-maps.ts';
import { wholeBatches } from '../../data/segmentation/pixel-batches.ts';
import { predictedClasses } from './confusion.ts';
import { imagesOf, type Segment } from './evaluate.ts';

/** A class for each pixel of each image, in order; -1 where a score is not a number. Fails when an image cannot be read. */
export async function predictSegmentation(
  segment: Segment,
  images: LabelledImages,
  traits: LabelMapTraits,
): Promise<Result<readonly Int32Array[], JobFailure>> {
  const predicted: Int32Array[] = [];
  for (const batch of wholeBatches(images, traits, 1)) {
    if (!batch.ok) return batch;
    const scores = tidy(() => segment(imagesOf(batch.value)));
    predicted.push(predictedClasses(await scores.data(), traits.classNames.length));
    scores.dispose();
    await otherEvents();
  }
  return ok(predicted);
}
