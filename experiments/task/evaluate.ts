/** Measures a network on images it was not trained on. */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../schemas/failure.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { batchSource } from '../data/batch-source.ts';
import { type Batch, inBatches, inOrder } from '../data/batches.ts';
import type { ImageTraits } from '../data/image-data-set.ts';
import type { ImagePart } from '../data/part.ts';
import { softmaxCrossEntropy } from '../engine/index.ts';
import { addTo, toTensors } from './gradient-training.ts';
import { Tally } from './tally.ts';

/** Images [batch, height, width, channels] to logits [batch, classes]. */
export type Classify = (images: Tensor) => Tensor;

export interface EvaluationOptions {
  readonly batchSize: number;
  readonly onStep?: (examples: number) => void;
}

/**
 * Every image of a part once, in order, without augmentation; the last minibatch may be smaller. Fails when an image
 * cannot be read.
 */
export async function evaluatePart(
  classify: Classify,
  part: ImagePart,
  traits: ImageTraits,
  options: EvaluationOptions,
): Promise<Result<Tally, JobFailure>> {
  const source = batchSource(part, traits);
  const tally = new Tally();
  for (const positions of inBatches(inOrder(part.indices.length), options.batchSize)) {
    const batch = source.measured(positions);
    if (!batch.ok) return batch;
    await measure(classify, batch.value, traits, tally);
    options.onStep?.(positions.length);
    await otherEvents();
  }
  return ok(tally);
}

/**
 * The same for images in memory, which can always be read.
 *
 * @throws Error when an image could not be read after all
 */
export async function evaluate(
  classify: Classify,
  part: ImagePart,
  traits: ImageTraits,
  options: EvaluationOptions,
): Promise<Tally> {
  const measured = await evaluatePart(classify, part, traits, options);
  if (!measured.ok) throw new Error(`No image can be read: ${JSON.stringify(measured.failures)}`);
  return measured.value;
}

/** Adds one minibatch to a tally. */
export async function measure(
  classify: Classify,
  batch: Batch,
  traits: ImageTraits,
  tally: Tally,
): Promise<void> {
  const found = tidy(() => {
    const { images, labels } = toTensors(batch, traits);
    const logits = classify(images);
    return { logits, loss: softmaxCrossEntropy(logits, labels) };
  });
  await addTo(tally, batch, found);
  dispose({ ...found });
}
