/** Measures a network on whole images, without augmentation. */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, type Tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { ignored, type LabelledImages, type LabelMapTraits } from '../../data/segmentation/label-maps.ts';
import { type PixelBatch, wholeBatches } from '../../data/segmentation/pixel-batches.ts';
import { pixelLoss } from '../../model/segmentation/pixel-loss.ts';
import { Confusion, predictedClasses } from './confusion.ts';
import type { SegmentationScore } from './scores.ts';

/** Images [batch, height, width, 3] to scores [batch, height, width, classes]. */
export type Segment = (images: Tensor) => Tensor;

export interface MeasuringOptions {
  /** Images of one size that are run together. */
  readonly batchSize: number;
  /** Factor of both sides of the images; labels are taken from the nearest pixel. Default 1. */
  readonly scale?: number;
  readonly onImages?: (images: number, size: { readonly height: number; readonly width: number }) => void;
}

/** What was seen of some minibatches. */
export class PixelTally {
  readonly confusion: Confusion;
  #examples = 0;
  #pixels = 0;
  #loss = 0;

  constructor(classes: number) {
    this.confusion = new Confusion(classes);
  }

  /** @param loss mean over the pixels that are not ignored */
  add(scores: ArrayLike<number>, { count, labels }: PixelBatch, loss: number): void {
    const pixels = labels.reduce((sum, label) => (label === ignored ? sum : sum + 1), 0);
    this.confusion.add(predictedClasses(scores, this.confusion.classes), labels);
    this.#examples += count;
    this.#pixels += pixels;
    this.#loss += loss * pixels;
  }

  get score(): SegmentationScore {
    return { confusion: this.confusion, examples: this.#examples, loss: this.#loss / this.#pixels };
  }
}

export const imagesOf = ({ images, count, height, width }: PixelBatch): Tensor =>
  tensor4d(images, [count, height, width, 3]);

/** Every image once, in order. Fails when one cannot be read. */
export async function measureSegmentation(
  segment: Segment,
  images: LabelledImages,
  traits: LabelMapTraits,
  { batchSize, scale = 1, onImages }: MeasuringOptions,
): Promise<Result<SegmentationScore, JobFailure>> {
  const tally = new PixelTally(traits.classNames.length);
  for (const batch of wholeBatches(images, traits, batchSize, scale)) {
    if (!batch.ok) return batch;
    const found = tidy(() => {
      const scores = segment(imagesOf(batch.value));
      return { scores, loss: pixelLoss(scores, batch.value.labels) };
    });
    const [loss = Number.NaN] = await found.loss.data();
    tally.add(await found.scores.data(), batch.value, loss);
    dispose({ ...found });
    onImages?.(batch.value.count, batch.value);
    await otherEvents();
  }
  return ok(tally.score);
}
