/**
 * The search of Auto-DeepLab: minibatch by minibatch a step on the weights of the network, on one half of the training images, and, from
 * some epoch on, a step on the architecture, on the other half; to first order. In the end the cell and the path are decoded and measured
 * with the weights that they share, on the other half. Source: Liu et al. 2019 (Auto-DeepLab), section 4.
 */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, keep, type Tensor } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { inBatches } from '../../data/batches.ts';
import type { LabelledImages } from '../../data/segmentation/label-maps.ts';
import { croppedBatch, type PixelBatch } from '../../data/segmentation/pixel-batches.ts';
import { cosineAnneal } from '../../engine/index.ts';
import { pixelLoss } from '../../model/segmentation/pixel-loss.ts';
import { TrellisNet, type TrellisShape } from '../../model/segmentation/trellis-net.ts';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import { diverged } from '../../task/diverged.ts';
import { refuse } from '../../task/measured.ts';
import { readSettings } from '../../task/read-settings.ts';
import { classLines } from '../../task/semantic-segmentation/class-lines.ts';
import { imagesOf, measureSegmentation, PixelTally } from '../../task/semantic-segmentation/evaluate.ts';
import type {
  SegmentationOutcome,
  SegmentationSearch,
  SegmentationSearchRun,
} from '../../task/semantic-segmentation/forms.ts';
import { numbersOf, type SegmentationScore } from '../../task/semantic-segmentation/scores.ts';
import { fitsMemory } from '../../task/semantic-segmentation/segmentation-memory.ts';
import { cropProblem } from '../../task/semantic-segmentation/settings.ts';
import { BilevelOptimizer } from '../bilevel/bilevel-optimizer.ts';
import { type ArchitectureReading, ArchitectureWeights } from './architecture-weights.ts';
import { trellisMultiplyAdds } from './counts.ts';
import { type SearchSettings, searchSettings } from './settings.ts';

type Run = SegmentationSearchRun<SearchSettings>;

export const search: SegmentationSearch['search'] = async (given) => {
  const read = readSettings('method', searchSettings, given.settings);
  if (!read.ok) return read;
  const problem = cropProblem(read.value);
  if (problem !== undefined) return refuse(problem);
  const fits = fitsMemory(read.value, given.traits.classNames.length);
  if (!fits.ok) return fits;
  const { imageScale, scaleMin, scaleMax } = read.value;
  const settings = { ...read.value, scaleMin: imageScale * scaleMin, scaleMax: imageScale * scaleMax };
  const trellis = new TrellisSearch({ ...given, settings });
  try {
    for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
      const done = await trellis.epoch(epoch);
      if (!done.ok) return done;
    }
    return await trellis.outcome();
  } finally {
    trellis.dispose();
  }
};

/** A pass forward and back counts as so many forward passes. */
const forwardAndBack = 3;

class TrellisSearch {
  readonly #run: Run;
  readonly #shape: TrellisShape;
  readonly #network: TrellisNet;
  readonly #architecture: ArchitectureWeights;
  readonly #optimizer: BilevelOptimizer;
  readonly #validation: Generator<Result<PixelBatch, JobFailure>, never>;
  readonly #total: number;
  #images = 0;
  #multiplyAdds = 0;

  constructor(run: Run) {
    const { settings, traits, key, train, validation } = run;
    this.#run = run;
    this.#shape = { ...settings, classes: traits.classNames.length };
    this.#network = new TrellisNet(this.#shape, split(key, 'weights'));
    this.#architecture = new ArchitectureWeights(settings, split(key, 'architecture'));
    const parameters = { weights: this.#network.parameters, architecture: this.#architecture.parameters };
    this.#optimizer = new BilevelOptimizer(parameters, { ...settings, nesterov: false });
    this.#validation = endless(run, split(key, 'validation'));
    const alternating = Math.max(0, settings.epochs - settings.warmUpEpochs);
    this.#total = (settings.epochs + alternating) * train.count + validation.count;
  }

  async epoch(epoch: number): Promise<Result<null, JobFailure>> {
    const { settings, train, traits, observer, key } = this.#run;
    const learningRate = cosineAnneal(
      settings.learningRate,
      settings.learningRateMin,
      epoch,
      settings.epochs,
    );
    const seen = new PixelTally(traits.classNames.length);
    for (const batch of shuffled(this.#run, train, split(key, 'train', epoch))) {
      if (!batch.ok) return batch;
      await this.#stepWeights(batch.value, learningRate, seen);
      if (epoch >= settings.warmUpEpochs) {
        const other = this.#validation.next().value;
        if (!other.ok) return other;
        const loss = await this.#optimizer.stepArchitecture(() => this.#loss(other.value));
        this.#count(other.value.count);
        if (!Number.isFinite(loss)) return this.#diverged(epoch);
      }
      if (!Number.isFinite(seen.score.loss)) return this.#diverged(epoch);
      // A worker must notice between steps that its runner is gone.
      await otherEvents();
    }
    const reading = await this.#architecture.read();
    if (!reading) return this.#diverged(epoch);
    const trainMiou = seen.confusion.meanIntersectionOverUnion;
    const summary = { epoch: epoch + 1, learningRate, trainLoss: seen.score.loss, trainMiou };
    observer.line({ phase: 'search', ...summary, ...described(reading) });
    observer.progress(this.#images, this.#total, { name: 'train.miou', value: trainMiou });
    return ok(null);
  }

  async outcome(): Promise<Result<SegmentationOutcome, JobFailure>> {
    const { settings, traits, validation, observer } = this.#run;
    const reading = await this.#architecture.read();
    if (!reading) throw new Error('Internal error: an architecture weight is not a number');
    const { genotype } = reading;
    const segment = (images: Tensor) => this.#network.scores(images, { kind: 'architecture', genotype });
    const measured = await measureSegmentation(segment, validation, traits, {
      ...{ batchSize: settings.batchSize, scale: settings.imageScale },
      onImages: (images, size) => {
        this.#multiplyAdds += images * trellisMultiplyAdds(this.#shape, size, genotype);
        this.#images += images;
        observer.progress(this.#images, this.#total);
      },
    });
    if (!measured.ok) return measured;
    observer.line({ phase: 'score', ...scored(measured.value) });
    for (const line of classLines(measured.value, traits)) observer.line(line);
    const cost = { multiplyAdds: this.#multiplyAdds, architectures: 1 };
    return ok({ architecture: genotype, validation: measured.value, cost });
  }

  dispose(): void {
    this.#optimizer.dispose();
    this.#architecture.dispose();
    this.#network.dispose();
  }

  #loss(batch: PixelBatch, onScores?: (scores: Tensor) => void): Tensor {
    const mode = {
      kind: 'mixed' as const,
      operations: this.#architecture.operations(),
      arrows: this.#architecture.arrows(),
    };
    const scores = this.#network.scores(imagesOf(batch), mode);
    onScores?.(scores);
    return pixelLoss(scores, batch.labels);
  }

  async #stepWeights(batch: PixelBatch, learningRate: number, seen: PixelTally): Promise<void> {
    let scores: Tensor | undefined;
    const loss = await this.#optimizer.stepWeights(
      () =>
        this.#loss(batch, (found) => {
          scores = keep(found);
        }),
      learningRate,
    );
    if (scores === undefined) throw new Error('Internal error: the forward pass did not run');
    seen.add(await scores.data(), batch, loss);
    dispose(scores);
    this.#count(batch.count);
  }

  /** So many images forward and back. */
  #count(images: number): void {
    const { cropSize } = this.#run.settings;
    const price = trellisMultiplyAdds(this.#shape, { height: cropSize, width: cropSize });
    this.#multiplyAdds += forwardAndBack * images * price;
    this.#images += images;
    this.#run.observer.progress(this.#images, this.#total);
  }

  #diverged(epoch: number) {
    return diverged({
      ...{ what: 'The search', number: 'a loss or an architecture weight', epoch },
      multiplyAdds: this.#multiplyAdds,
      settings: 'learningRate, architectureLearningRate or gradientClip',
    });
  }
}

const described = ({ genotype, probability, alpha, beta }: ArchitectureReading) => ({
  genotype: { cell: genotype.cell.map((input) => [...input]), path: [...genotype.path] },
  pathProbability: probability,
  alpha: alpha.map((row) => [...row]),
  beta: beta.map((layer) => layer.map((row) => [...row])),
});

const scored = (score: SegmentationScore) => {
  const { miou, pixelAccuracy, loss } = numbersOf(score);
  return { validationMiou: miou, validationPixelAccuracy: pixelAccuracy, validationLoss: loss };
};

function* shuffled(
  { settings, traits }: Run,
  images: LabelledImages,
  key: Key,
): Generator<Result<PixelBatch, JobFailure>> {
  const order = draws(split(key, 'order')).permutation(images.count);
  const crops = draws(split(key, 'crops'));
  for (const positions of inBatches(order, settings.batchSize)) {
    yield croppedBatch(images, positions, traits, settings, crops);
  }
}

/** Pass after pass over the validation half, each in a new order. */
function* endless(run: Run, key: Key): Generator<Result<PixelBatch, JobFailure>, never> {
  for (let pass = 0; ; pass += 1) yield* shuffled(run, run.validation, split(key, pass));
}
