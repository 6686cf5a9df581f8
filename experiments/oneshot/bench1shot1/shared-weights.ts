/**
 * What random search with weight sharing and ENAS share: weights trained with one architecture for each minibatch, and
 * architectures scored with these weights: all on a few validation minibatches, the best again on the whole part.
 * Source: Li and Talwalkar 2019, section 3.2; Zela et al. 2020, section 4, and automl/nasbench-1shot1@cb0f0ec.
 */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, keep, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { Batch } from '../../data/batches.ts';
import {
  clipByGlobalNorm,
  cosineAnneal,
  Sgd,
  softmaxCrossEntropy,
  valueAndGradients,
} from '../../engine/index.ts';
import { Bench1Shot1Network, constantWeights } from '../../model/nasbench/bench1shot1-network.ts';
import { split } from '../../rng/key.ts';
import {
  type Bench1Shot1Shape,
  countBench1Shot1,
  countBench1Shot1Path,
} from '../../space/nasbench1shot1/bench1shot1-counts.ts';
import { type Bench1Shot1Cell, toSpec } from '../../space/nasbench1shot1/cell.ts';
import { fixedWeights } from '../../space/nasbench1shot1/fixed-weights.ts';
import { cellHash } from '../../space/nasbench101/hash.ts';
import { diverged } from '../../task/diverged.ts';
import { evaluate, measure } from '../../task/evaluate.ts';
import { addTo, type EpochSummary, stepsPerEpoch, toTensors } from '../../task/gradient-training.ts';
import { compareImageNetworks } from '../../task/image-classification/scores.ts';
import { Tally } from '../../task/tally.ts';
import type { SharedWeightsSettings } from '../settings.ts';
import { endlessBatches, shuffledBatches } from '../shuffled-batches.ts';
import type { Bench1Shot1Run } from './bench1shot1-run.ts';

export interface Candidate {
  readonly cell: Bench1Shot1Cell;
  readonly tally: Tally;
}

export interface ScoringSettings {
  /** Architectures scored. */
  readonly evaluated: number;
  /** Validation minibatches each of them is scored on. */
  readonly scoringBatches: number;
  /** The best of them that are scored again on the whole validation part; at least one is. */
  readonly rescored: number;
}

export interface SharedWeightsOptions {
  /** Whether operations that an architecture does not use run as well, at weight 0. */
  readonly inactiveOperations: 'run' | 'skip';
  /** Minibatches of the whole search, for progress. */
  readonly total: number;
}

/** Minibatches of one scoring, for progress. */
export const scoringMinibatches = (
  { settings, validation }: Pick<Bench1Shot1Run<SharedWeightsSettings>, 'settings' | 'validation'>,
  { evaluated, scoringBatches, rescored }: ScoringSettings,
): number =>
  evaluated * scoringBatches +
  Math.min(evaluated, Math.max(1, rescored)) * stepsPerEpoch(validation, settings.batchSize);

export class SharedWeights {
  readonly network: Bench1Shot1Network;
  readonly #run: Bench1Shot1Run<SharedWeightsSettings>;
  readonly #shape: Bench1Shot1Shape;
  readonly #options: SharedWeightsOptions;
  readonly #optimizer: Sgd;
  readonly #validationBatches: Generator<Batch, never>;
  #done = 0;
  #multiplyAdds = 0;

  /** @param shape must have no `bench1shot1Problem` */
  constructor(
    run: Bench1Shot1Run<SharedWeightsSettings>,
    shape: Bench1Shot1Shape,
    options: SharedWeightsOptions,
  ) {
    this.#run = run;
    this.#shape = shape;
    this.#options = options;
    this.network = new Bench1Shot1Network(shape, split(run.key, 'weights'));
    this.#optimizer = new Sgd(this.network.parameters, run.settings);
    const { validation: part, traits, settings, key } = run;
    const plain = { batchSize: settings.batchSize, cropPadding: 0, flip: false, cutout: 0 };
    this.#validationBatches = endlessBatches({
      part,
      traits,
      settings: plain,
      key: split(key, 'validation'),
    });
  }

  get multiplyAdds(): number {
    return this.#multiplyAdds;
  }

  dispose(): void {
    this.#optimizer.dispose();
    this.network.dispose();
  }

  /** One architecture for each training minibatch. Fails when the loss stops being a number. */
  async trainEpoch(epoch: number, draw: () => Bench1Shot1Cell): Promise<Result<EpochSummary, JobFailure>> {
    const { settings, traits, train: part, key } = this.#run;
    const { learningRate: start, learningRateMin: end, epochs } = settings;
    const learningRate = cosineAnneal(start, end, epoch, epochs);
    const seen = new Tally();
    for (const batch of shuffledBatches({ part, traits, settings, key: split(key, 'train') }, epoch)) {
      await this.#step(batch, draw(), learningRate, seen);
      if (!Number.isFinite(seen.loss)) {
        return diverged({ what: 'The search', epoch, multiplyAdds: this.#multiplyAdds });
      }
      // A worker must notice between steps that its runner is gone.
      await otherEvents();
    }
    return ok({ epoch: epoch + 1, learningRate, trainErrorPercent: seen.errorPercent, trainLoss: seen.loss });
  }

  /** One architecture on the next so many validation minibatches. */
  async scoreOne(cell: Bench1Shot1Cell, minibatches: number): Promise<Tally> {
    const tally = new Tally();
    for (let i = 0; i < minibatches; i += 1) {
      const batch: Batch = this.#validationBatches.next().value;
      await measure((images) => this.#logits(images, cell), batch, this.#run.traits, tally);
      this.#count(batch.count, cell);
    }
    await otherEvents();
    return tally;
  }

  /** The best of so many architectures, by the whole validation part. */
  async best(draw: () => Bench1Shot1Cell, settings: ScoringSettings): Promise<Candidate> {
    const candidates: Candidate[] = [];
    while (candidates.length < settings.evaluated) {
      const cell = draw();
      candidates.push({ cell, tally: await this.scoreOne(cell, settings.scoringBatches) });
    }
    const ranked = candidates.sort((a, b) => compareImageNetworks(a.tally, b.tally));
    const rescored: Candidate[] = [];
    for (const { cell } of ranked.slice(0, Math.max(1, settings.rescored))) {
      rescored.push({ cell, tally: await this.#whole(cell) });
    }
    const [best] = rescored.sort((a, b) => compareImageNetworks(a.tally, b.tally));
    if (!best) throw new Error('Internal error: no architecture was scored');
    return best;
  }

  async #whole(cell: Bench1Shot1Cell): Promise<Tally> {
    const { settings, traits, validation, observer, spaceNumber } = this.#run;
    const tally = await evaluate((images) => this.#logits(images, cell), validation, traits, {
      batchSize: settings.batchSize,
      onStep: (examples) => this.#count(examples, cell),
    });
    const { errorPercent } = tally;
    observer.line({ phase: 'rescore', hash: cellHash(toSpec(spaceNumber, cell)), errorPercent });
    return tally;
  }

  async #step(batch: Batch, cell: Bench1Shot1Cell, learningRate: number, seen: Tally): Promise<void> {
    const found = tidy(() => {
      const { images, labels } = toTensors(batch, this.#run.traits);
      let logits: Tensor | undefined;
      const { value, gradients } = valueAndGradients(() => {
        logits = keep(this.#logits(images, cell));
        return softmaxCrossEntropy(logits, labels);
      }, this.network.parameters);
      clipByGlobalNorm(gradients, this.#run.settings.gradientClip);
      this.#optimizer.step(gradients, learningRate);
      if (logits === undefined) throw new Error('Internal error: the forward pass did not run');
      return { logits, loss: value };
    });
    await addTo(seen, batch, found);
    dispose({ ...found });
    this.#count(3 * batch.count, cell);
  }

  #logits(images: Tensor, cell: Bench1Shot1Cell): Tensor {
    if (this.#options.inactiveOperations === 'skip')
      return this.network.logits(images, { kind: 'path', cell });
    const weights = constantWeights(fixedWeights(this.#shape.space, cell, 'plain'));
    return this.network.logits(images, { kind: 'mixed', weights: () => weights });
  }

  /** One minibatch done, at the price of `passes` forward passes of one example. */
  #count(passes: number, cell: Bench1Shot1Cell): void {
    const ran =
      this.#options.inactiveOperations === 'run'
        ? countBench1Shot1(this.#shape)
        : countBench1Shot1Path(cell, this.#shape);
    this.#multiplyAdds += passes * ran.multiplyAdds;
    this.#done += 1;
    this.#run.observer.progress(this.#done, this.#options.total);
  }
}
