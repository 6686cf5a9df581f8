/** Measures a network on images it was not trained on. */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Batch, BatchMaker, inBatches, inOrder } from '../data/batches.ts';
import type { ImageTraits } from '../data/image-data-set.ts';
import type { ImagePart } from '../data/part.ts';
import { softmaxCrossEntropy } from '../engine/index.ts';
import { addTo, toTensors } from './gradient-training.ts';
import { Tally } from './tally.ts';

/** Images [batch, height, width, channels] to logits [batch, classes]. */
export type Classify = (images: Tensor) => Tensor;

/** Every image of a part once, in order, without augmentation; the last minibatch may be smaller. */
export async function evaluate(
  classify: Classify,
  part: ImagePart,
  traits: ImageTraits,
  options: { readonly batchSize: number; readonly onStep?: (examples: number) => void },
): Promise<Tally> {
  const maker = new BatchMaker(traits);
  const tally = new Tally();
  for (const positions of inBatches(inOrder(part.indices.length), options.batchSize)) {
    await measure(classify, maker.make(part, positions), traits, tally);
    options.onStep?.(positions.length);
    await otherEvents();
  }
  return tally;
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
