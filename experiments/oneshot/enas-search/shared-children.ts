/**
 * Weights that all architectures of a space share: trained with one of them for each minibatch, and asked what one of them makes of
 * a validation minibatch. Source: Pham et al. 2018, section 2.2 (M = 1).
 */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, keep, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { Batch } from '../../data/batches.ts';
import { clipByGlobalNorm, type Parameter, Sgd, valueAndGradients } from '../../engine/index.ts';
import type { Dropping } from '../../model/enas/enas-network.ts';
import { lossOfOutputs, type ScratchOutputs } from '../../model/scratch-network.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { diverged } from '../../task/diverged.ts';
import { evaluate, measure } from '../../task/evaluate.ts';
import { addTo, type EpochSummary, stepsPerEpoch, toTensors } from '../../task/gradient-training.ts';
import type { SearchRun } from '../../task/image-classification/search-run.ts';
import { Tally } from '../../task/tally.ts';
import { endlessBatches, shuffledBatches } from '../shuffled-batches.ts';
import { rateAt } from './restarts.ts';
import type { EnasSettings } from './settings.ts';

/** A network that holds every architecture of a space. */
export interface SharedNetwork<A> {
  readonly parameters: readonly Parameter[];
  /** @param dropping only while training */
  run(images: Tensor, architecture: A, dropping?: Dropping): ScratchOutputs;
  /** Multiply-adds of one image in a forward pass of the architecture. */
  price(architecture: A): { readonly training: number; readonly measuring: number };
  dispose(): void;
}

export interface SharedChildrenOptions {
  /** Of the auxiliary head's loss, where the network has one. */
  readonly auxiliaryWeight: number;
  /** Minibatches of the whole search, for progress. */
  readonly total: number;
}

export class SharedChildren<A> {
  readonly #run: SearchRun<EnasSettings>;
  readonly #network: SharedNetwork<A>;
  readonly #options: SharedChildrenOptions;
  readonly #optimizer: Sgd;
  readonly #validationBatches: Generator<Batch, never>;
  #done = 0;
  #multiplyAdds = 0;

  constructor(run: SearchRun<EnasSettings>, network: SharedNetwork<A>, options: SharedChildrenOptions) {
    this.#run = run;
    this.#network = network;
    this.#options = options;
    this.#optimizer = new Sgd(network.parameters, run.settings);
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

  /** Of the optimiser; the network is its maker's. */
  dispose(): void {
    this.#optimizer.dispose();
  }

  /** One architecture for each training minibatch. Fails when the loss stops being a number. */
  async trainEpoch(epoch: number, draw: () => A): Promise<Result<EpochSummary, JobFailure>> {
    const { settings, traits, train: part, key } = this.#run;
    const learningRate = rateAt(settings, epoch);
    const dropping = { kept: 1 - settings.dropout, draws: draws(split(key, 'dropout', epoch)) };
    const seen = new Tally();
    for (const batch of shuffledBatches({ part, traits, settings, key: split(key, 'train') }, epoch)) {
      await this.#step(batch, draw(), { learningRate, dropping, seen });
      if (!Number.isFinite(seen.loss)) {
        return diverged({ what: 'The search', epoch, multiplyAdds: this.#multiplyAdds });
      }
      // A worker must notice between steps that its runner is gone.
      await otherEvents();
    }
    return ok({ epoch: epoch + 1, learningRate, trainErrorPercent: seen.errorPercent, trainLoss: seen.loss });
  }

  /** One architecture on the next validation minibatch. */
  async score(architecture: A): Promise<Tally> {
    const tally = new Tally();
    const batch: Batch = this.#validationBatches.next().value;
    const classify = (images: Tensor): Tensor => this.#network.run(images, architecture).logits;
    await measure(classify, batch, this.#run.traits, tally);
    this.#count(batch.count * this.#network.price(architecture).measuring);
    await otherEvents();
    return tally;
  }

  /** One architecture on the whole validation part. */
  whole(architecture: A): Promise<Tally> {
    const { settings, traits, validation } = this.#run;
    return evaluate((images) => this.#network.run(images, architecture).logits, validation, traits, {
      batchSize: settings.batchSize,
      onStep: (examples) => {
        this.#count(examples * this.#network.price(architecture).measuring);
      },
    });
  }

  async #step(
    batch: Batch,
    architecture: A,
    { learningRate, dropping, seen }: { learningRate: number; dropping: Dropping; seen: Tally },
  ): Promise<void> {
    const { auxiliaryWeight } = this.#options;
    const found = tidy(() => {
      const { images, labels } = toTensors(batch, this.#run.traits);
      let logits: Tensor | undefined;
      const { value, gradients } = valueAndGradients(() => {
        const outputs = this.#network.run(images, architecture, dropping);
        logits = keep(outputs.logits);
        return lossOfOutputs(outputs, labels, { auxiliaryWeight, labelSmoothing: 0 });
      }, this.#network.parameters);
      clipByGlobalNorm(gradients, this.#run.settings.gradientClip);
      this.#optimizer.step(gradients, learningRate);
      if (logits === undefined) throw new Error('Internal error: the forward pass did not run');
      return { logits, loss: value };
    });
    await addTo(seen, batch, found);
    dispose({ ...found });
    this.#count(3 * batch.count * this.#network.price(architecture).training);
  }

  /** One minibatch done. */
  #count(multiplyAdds: number): void {
    this.#multiplyAdds += multiplyAdds;
    this.#done += 1;
    this.#run.observer.progress(this.#done, this.#options.total);
  }
}

/** Minibatches of a whole search, for progress. */
export function minibatchesOf({ settings, train, validation }: SearchRun<EnasSettings>): number {
  const { epochs, batchSize, controllerSteps, controllerBatch, derived } = settings;
  const perEpoch = stepsPerEpoch(train, batchSize) + controllerSteps * controllerBatch + derived;
  return epochs * perEpoch + stepsPerEpoch(validation, batchSize);
}
