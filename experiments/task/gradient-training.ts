/**
 * The training loop that searches and evaluations share: minibatches in a new random order each epoch, SGD with
 * momentum, a learning rate that falls with each epoch, clipped gradients. Everything random comes from named children of one key.
 * Source: Liu et al. 2019, section 3 and appendix A; the usual schedule is the cosine of Loshchilov and Hutter 2017.
 */

import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, keep, type Tensor, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { AugmentationSettings } from '../data/augment.ts';
import { type BatchSource, batchSource } from '../data/batch-source.ts';
import { type Batch, inBatches } from '../data/batches.ts';
import type { ImageTraits } from '../data/image-data-set.ts';
import type { ImagePart } from '../data/part.ts';
import {
  clipByGlobalNorm,
  type Gradients,
  type Parameter,
  Sgd,
  type SgdOptions,
  valueAndGradients,
} from '../engine/index.ts';
import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import { diverged } from './diverged.ts';
import { type RateSettings, rateProblem, trainingRateAt } from './schedules.ts';
import { Tally } from './tally.ts';

export interface GradientTraining {
  readonly parameters: readonly Parameter[];
  readonly settings: RateSettings & AugmentationSettings & Pick<SgdOptions, 'nesterov'>;
  readonly traits: ImageTraits;
  readonly part: ImagePart;
  readonly key: Key;
  /**
   * Builds loss (a scalar) and logits of one minibatch; runs while gradients are recorded.
   * @param labels int32 [batch]
   */
  readonly forward: (images: Tensor, labels: Tensor, epoch: number) => Forward;
  readonly onStep?: (examples: number) => void;
  readonly onEpoch?: (epoch: EpochSummary) => void;
  /** Where it goes on; absent for the very start. */
  readonly start?: TrainingStart;
  /** Epochs that the learning rate's schedule spans; absent where it ends with the training. */
  readonly scheduleEpochs?: number;
  /** Before the next epoch begins. A failure ends the training. */
  readonly afterEpoch?: (end: EpochEnd) => Promise<Result<null, JobFailure>>;
}

export interface TrainingStart {
  /** Epochs that are done. */
  readonly epochs: number;
  /** Of the descent, in the order of the parameters; null before a first step. */
  readonly velocities: readonly (Float32Array | null)[];
}

export interface EpochEnd {
  /** Epochs that are done. */
  readonly epochs: number;
  /** Live, in the order of the parameters. */
  readonly velocities: Gradients;
}

export interface Forward {
  readonly loss: Tensor;
  readonly logits: Tensor;
}

/** Averages over the epoch's minibatches, each seen as it was trained on. */
export interface EpochSummary {
  /** The first is 1, as in trajectories. */
  readonly epoch: number;
  readonly learningRate: number;
  readonly trainErrorPercent: number;
  readonly trainLoss: number;
}

/** Steps of one epoch; the last one may hold fewer examples. */
export const stepsPerEpoch = (part: ImagePart, batchSize: number): number =>
  Math.ceil(part.indices.length / batchSize);

/** Fails when the loss stops being a number, which the caller charges with its cost, or an image cannot be read. */
export async function trainByGradient(run: GradientTraining): Promise<Result<null, JobFailure>> {
  const { settings, start } = run;
  const rates = { ...settings, epochs: run.scheduleEpochs ?? settings.epochs };
  const message = rateProblem(rates);
  if (message) return fail({ reason: 'job-refused', message });
  const source = batchSource(run.part, run.traits);
  const optimizer = new Sgd(run.parameters, settings);
  if (start) optimizer.restore(start.velocities);
  try {
    for (let epoch = start?.epochs ?? 0; epoch < settings.epochs; epoch += 1) {
      const learningRate = trainingRateAt(rates, epoch);
      const seen = new Tally();
      for (const batch of epochBatches(run, source, epoch)) {
        if (!batch.ok) return batch;
        await step(run, optimizer, batch.value, { epoch, learningRate, seen });
        run.onStep?.(batch.value.count);
        // Only the caller knows what an example costs.
        if (!Number.isFinite(seen.loss)) return diverged({ what: 'Training', epoch, multiplyAdds: 0 });
        // A worker must notice between steps that its runner is gone.
        await otherEvents();
      }
      run.onEpoch?.({
        epoch: epoch + 1,
        learningRate,
        trainErrorPercent: seen.errorPercent,
        trainLoss: seen.loss,
      });
      const after = await run.afterEpoch?.({ epochs: epoch + 1, velocities: optimizer.velocities });
      if (after?.ok === false) return after;
    }
  } finally {
    optimizer.dispose();
  }
  return ok(null);
}

function* epochBatches(
  { settings, part, key }: GradientTraining,
  source: BatchSource,
  epoch: number,
): Generator<Result<Batch, JobFailure>> {
  const order = draws(split(key, 'order', epoch)).permutation(part.indices.length);
  const read = source.augmented(settings, split(key, 'augmentation', epoch));
  for (const positions of inBatches(order, settings.batchSize)) yield read(positions);
}

interface Step {
  readonly epoch: number;
  readonly learningRate: number;
  readonly seen: Tally;
}

async function step(
  run: GradientTraining,
  optimizer: Sgd,
  batch: Batch,
  { epoch, learningRate, seen }: Step,
): Promise<void> {
  const found = tidy(() => {
    const { images, labels } = toTensors(batch, run.traits);
    let logits: Tensor | undefined;
    const { value, gradients } = valueAndGradients(() => {
      const forward = run.forward(images, labels, epoch);
      logits = keep(forward.logits);
      return forward.loss;
    }, run.parameters);
    clipByGlobalNorm(gradients, run.settings.gradientClip);
    optimizer.step(gradients, learningRate);
    if (logits === undefined) throw new Error('Internal error: the forward pass did not run');
    return { logits, loss: value };
  });
  await addTo(seen, batch, found);
  dispose({ ...found });
}

/** Adds what a network made of a minibatch. The values may have to come from another device. */
export async function addTo(tally: Tally, batch: Batch, { logits, loss }: Forward): Promise<void> {
  const [values, losses] = [await logits.data(), await loss.data()];
  tally.add(values, batch.labels, losses[0] ?? NaN);
}

export function toTensors(batch: Batch, { height, width, channels }: ImageTraits) {
  return {
    images: tensor4d(batch.images, [batch.count, height, width, channels]),
    labels: tensor1d(batch.labels, 'int32'),
  };
}
