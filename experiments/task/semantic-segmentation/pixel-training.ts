/**
 * Trains a network on crops of labelled images: stochastic gradient descent with momentum, a learning rate that falls with every
 * step. Everything random comes from named children of one key.
 * Source: Liu et al. 2019 (Auto-DeepLab), section 5; the schedule is that of Chen et al. 2017 (DeepLabv3), section 4.
 */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, keep, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { power } from '../../../schemas/exact-math.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { inBatches } from '../../data/batches.ts';
import type { LabelledImages, LabelMapTraits } from '../../data/segmentation/label-maps.ts';
import { croppedBatch, type PixelBatch } from '../../data/segmentation/pixel-batches.ts';
import { clipByGlobalNorm, type Parameter, Sgd, valueAndGradients } from '../../engine/index.ts';
import { pixelLoss } from '../../model/segmentation/pixel-loss.ts';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import { diverged } from '../diverged.ts';
import { imagesOf, PixelTally } from './evaluate.ts';
import type { SegmentationTrainingSettings } from './settings.ts';
import type { SegmentationEpoch } from './space.ts';

export interface PixelTraining {
  readonly parameters: readonly Parameter[];
  readonly settings: SegmentationTrainingSettings;
  readonly traits: LabelMapTraits;
  readonly images: LabelledImages;
  readonly key: Key;
  /** Scores of one minibatch; runs while gradients are recorded. @param progress share of the steps that are done */
  readonly forward: (images: Tensor, at: { readonly epoch: number; readonly progress: number }) => Tensor;
  readonly onStep: (images: number) => void;
  readonly onEpoch: (epoch: SegmentationEpoch) => void;
}

/** (1 - done) to a power. @param done share of the steps, in [0, 1] */
export const polyRate = (start: number, done: number, exponent: number): number =>
  start * power(1 - done, exponent);

/** Fails when the loss stops being a number, which the caller charges with its cost, or an image cannot be read. */
export async function trainOnPixels(run: PixelTraining): Promise<Result<null, JobFailure>> {
  const { settings, images, traits, key } = run;
  const optimizer = new Sgd(run.parameters, settings);
  const steps = settings.epochs * Math.ceil(images.count / settings.batchSize);
  let step = 0;
  try {
    for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
      const seen = new PixelTally(traits.classNames.length);
      const order = draws(split(key, 'order', epoch)).permutation(images.count);
      const crops = draws(split(key, 'crops', epoch));
      let learningRate = settings.learningRate;
      for (const positions of inBatches(order, settings.batchSize)) {
        const batch = croppedBatch(images, positions, traits, settings, crops);
        if (!batch.ok) return batch;
        const progress = step / steps;
        learningRate = rateAt(settings, progress);
        await stepOn(run, optimizer, batch.value, { epoch, progress, learningRate, seen });
        step += 1;
        run.onStep(batch.value.count);
        if (!Number.isFinite(seen.score.loss)) return diverged({ what: 'Training', epoch, multiplyAdds: 0 });
        // A worker must notice between steps that its runner is gone.
        await otherEvents();
      }
      const { loss: trainLoss, confusion } = seen.score;
      run.onEpoch({
        epoch: epoch + 1,
        learningRate,
        trainLoss,
        trainMiou: confusion.meanIntersectionOverUnion,
      });
    }
  } finally {
    optimizer.dispose();
  }
  return ok(null);
}

const rateAt = ({ schedule, learningRate, polyPower }: SegmentationTrainingSettings, done: number): number =>
  schedule === 'poly' ? polyRate(learningRate, done, polyPower) : learningRate;

interface Step {
  readonly epoch: number;
  readonly progress: number;
  readonly learningRate: number;
  readonly seen: PixelTally;
}

async function stepOn(
  run: PixelTraining,
  optimizer: Sgd,
  batch: PixelBatch,
  { epoch, progress, learningRate, seen }: Step,
): Promise<void> {
  const found = tidy(() => {
    const images = imagesOf(batch);
    let scores: Tensor | undefined;
    const { value, gradients } = valueAndGradients(() => {
      scores = keep(run.forward(images, { epoch, progress }));
      return pixelLoss(scores, batch.labels);
    }, run.parameters);
    clipByGlobalNorm(gradients, run.settings.gradientClip);
    optimizer.step(gradients, learningRate);
    if (scores === undefined) throw new Error('Internal error: the forward pass did not run');
    return { scores, loss: value };
  });
  const [loss = Number.NaN] = await found.loss.data();
  seen.add(await found.scores.data(), batch, loss);
  dispose({ ...found });
}
