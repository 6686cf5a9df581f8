/**
 * The loop that gradient-based searches share: minibatch by minibatch a step on the weights and a step on the
 * architecture; after each epoch the present architecture is recorded and the network measured as a whole. In the end
 * the discretised architecture is measured with the weights it shares, normalised by the minibatch: the validation
 * score of every gradient-based search. Knows nothing of spaces.
 * Source: Liu et al. 2019, algorithm 1.
 */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { add, dispose, keep, type Tensor } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Batch } from '../data/batches.ts';
import { cosineAnneal, softmaxCrossEntropy } from '../engine/index.ts';
import { split } from '../rng/key.ts';
import { diverged } from '../task/diverged.ts';
import { evaluate } from '../task/evaluate.ts';
import { stepsPerEpoch, toTensors } from '../task/gradient-training.ts';
import type { SearchOutcome, SearchRun } from '../task/image-classification/search-run.ts';
import { type Measurement, Tally } from '../task/tally.ts';
import { BilevelOptimizer, type BilevelOptions, type BilevelSettings } from './bilevel/bilevel-optimizer.ts';
import type { Loss } from './bilevel/losses.ts';
import { epochLine } from './epoch-line.ts';
import type { Pass, Reading, RelaxedNetwork } from './relaxed-network.ts';
import type { ArchitectureStepSettings, SharedWeightsSettings } from './settings.ts';
import { endlessBatches, shuffledBatches } from './shuffled-batches.ts';

export type GradientRun = SearchRun<
  SharedWeightsSettings & ArchitectureStepSettings & Pick<BilevelSettings, 'nesterov'>
>;

/**
 * The steps of one iteration. `architecture-first` and `weights-first` take a validation minibatch for the step on the
 * architecture; `architecture-ahead` looks one training step ahead for it (second order); `together` steps on both by
 * the gradients of one training minibatch.
 */
export type Iteration = 'architecture-first' | 'architecture-ahead' | 'weights-first' | 'together';

/** What a space and a method bring to the loop. `A`: an architecture of the space. */
export interface RelaxedSearch<A, Network extends RelaxedNetwork<A>> {
  /** Makes the network that is searched, which the search disposes. */
  readonly build: () => Network;
  readonly iteration: Iteration;
  /** How the architecture steps, where not by Adam on gradients as they are. */
  readonly optimizer?: BilevelOptions;
  /** What the trajectory says of the architecture that the search would give back now. */
  readonly describe: (reading: Reading<A>) => JsonObject;
  /** Whether the trajectory begins before the first epoch, with the architecture as epoch 0. */
  readonly describesStart?: boolean;
  /** Sees the network after each epoch, counted from 1. */
  readonly onEpoch?: (network: Network, epoch: number) => Promise<void>;
  /** Sees the trained network before it is gone. */
  readonly onTrained?: (network: Network) => Promise<void>;
}

/** Fails when a loss or an architecture parameter stops being a number. */
export async function searchByGradient<A, Network extends RelaxedNetwork<A>>(
  run: GradientRun,
  method: RelaxedSearch<A, Network>,
): Promise<Result<SearchOutcome<A>, JobFailure>> {
  const found = await searchIn(run, method, true);
  if (!found.ok) return found;
  const { validation, ...rest } = found.value;
  if (!validation) throw new Error('Internal error: a search that measures has measured nothing');
  return ok({ ...rest, validation });
}

/** The same on training images alone: the validation part of the run is not looked at. */
export function searchWithoutMeasuring<A, Network extends RelaxedNetwork<A>>(
  run: GradientRun,
  method: RelaxedSearch<A, Network>,
): Promise<Result<SearchOutcome<A, Measurement | null>, JobFailure>> {
  return searchIn(run, method, false);
}

async function searchIn<A, Network extends RelaxedNetwork<A>>(
  run: GradientRun,
  method: RelaxedSearch<A, Network>,
  measures: boolean,
): Promise<Result<SearchOutcome<A, Measurement | null>, JobFailure>> {
  const network = method.build();
  const search = new GradientSearch(run, network, { ...method, measures });
  try {
    if (method.describesStart) await search.recordStart();
    for (let epoch = 0; epoch < run.settings.epochs; epoch += 1) {
      const done = await search.epoch(epoch);
      if (!done.ok) return done;
      await method.onEpoch?.(network, epoch + 1);
    }
    await method.onTrained?.(network);
    return ok(await search.outcome());
  } finally {
    search.dispose();
    network.dispose();
  }
}

/** A pass forward and back counts as so many forward passes. */
const forwardAndBack = 3;
/** Passes over the training minibatch that looking ahead takes: at w, w + Rv and w - Rv. */
const lookAheadPasses = 3;

/** A minibatch in the engine, with the way to run it. */
interface Prepared {
  readonly batch: Batch;
  readonly pass: Pass;
  readonly images: Tensor;
  readonly labels: Tensor;
}

interface Step {
  readonly epoch: number;
  readonly learningRate: number;
  /** What the weight steps of the epoch have seen. */
  readonly seen: Tally;
}

interface Steering<A>
  extends Pick<RelaxedSearch<A, RelaxedNetwork<A>>, 'iteration' | 'describe' | 'optimizer'> {
  readonly measures: boolean;
}

class GradientSearch<A> {
  readonly #run: GradientRun;
  readonly #network: RelaxedNetwork<A>;
  readonly #iteration: Iteration;
  readonly #describe: (reading: Reading<A>) => JsonObject;
  readonly #measures: boolean;
  readonly #optimizer: BilevelOptimizer;
  readonly #validationBatches: Generator<Batch, never>;
  readonly #total: number;
  #minibatches = 0;
  #multiplyAdds = 0;

  constructor(run: GradientRun, network: RelaxedNetwork<A>, { measures, ...method }: Steering<A>) {
    this.#run = run;
    this.#network = network;
    this.#iteration = method.iteration;
    this.#describe = method.describe;
    this.#measures = measures;
    this.#optimizer = new BilevelOptimizer(network, run.settings, method.optimizer);
    this.#validationBatches = endlessBatches(this.#source('validation'));
    this.#total = minibatchesOf(run, method.iteration, measures);
  }

  async recordStart(): Promise<void> {
    const reading = await this.#network.read();
    if (!reading) throw new Error('Internal error: an architecture parameter begins as no number');
    this.#run.observer.line({ phase: 'search', epoch: 0, ...this.#describe(reading) });
  }

  async epoch(epoch: number): Promise<Result<null, JobFailure>> {
    const { learningRate: start, learningRateMin: end, epochs } = this.#run.settings;
    const step = { epoch, learningRate: cosineAnneal(start, end, epoch, epochs), seen: new Tally() };
    for (const batch of shuffledBatches(this.#source('train'), epoch)) {
      const validationLoss = await this.#iterate(batch, step);
      if (!Number.isFinite(step.seen.loss + validationLoss)) return this.#diverged(epoch);
      // A worker must notice between steps that its runner is gone.
      await otherEvents();
    }
    const reading = await this.#network.read();
    if (!reading) return this.#diverged(epoch);
    this.#record(step, reading, this.#measures ? await this.#measure(await this.#network.whole()) : null);
    return ok(null);
  }

  async outcome(): Promise<SearchOutcome<A, Measurement | null>> {
    const reading = await this.#network.read();
    if (!reading) throw new Error('Internal error: an architecture parameter is not a number');
    const validation = this.#measures ? await this.#measure(reading.discrete()) : null;
    const cost = { multiplyAdds: this.#multiplyAdds, architectures: 1 };
    return { architecture: reading.architecture, validation, cost };
  }

  dispose(): void {
    this.#optimizer.dispose();
  }

  /** The steps of one minibatch. @returns the loss of the step on the architecture, 0 without one */
  async #iterate(batch: Batch, step: Step): Promise<number> {
    const training = await this.#prepare(batch, step);
    const isWarm = step.epoch >= this.#run.settings.warmUpEpochs;
    let validationLoss = 0;
    if (isWarm && isArchitectureFirst(this.#iteration)) {
      validationLoss = await this.#stepArchitecture(step, training);
    }
    await this.#stepWeights(step, training, isWarm && this.#iteration === 'together');
    if (isWarm && this.#iteration === 'weights-first') {
      validationLoss = await this.#stepArchitecture(step, training);
    }
    release(training);
    return validationLoss;
  }

  /** On the next validation minibatch. */
  async #stepArchitecture(step: Step, training: Prepared): Promise<number> {
    const validation = await this.#prepare(this.#validationBatches.next().value, step);
    const isAhead = this.#iteration === 'architecture-ahead';
    const losses = { training: lossOf(training), validation: lossOf(validation) };
    const loss = isAhead
      ? await this.#optimizer.stepArchitectureAhead(losses, step.learningRate)
      : await this.#optimizer.stepArchitecture(losses.validation);
    this.#count(validation.batch.count, validation.pass, forwardAndBack);
    if (isAhead) this.#charge(training.batch.count, training.pass, forwardAndBack * lookAheadPasses);
    release(validation);
    return loss;
  }

  async #stepWeights({ learningRate, seen }: Step, training: Prepared, together: boolean): Promise<void> {
    let logits: Tensor | undefined;
    const loss = lossOf(training, (found) => {
      logits = keep(found);
    });
    const value = together
      ? await this.#optimizer.stepTogether(loss, learningRate)
      : await this.#optimizer.stepWeights(loss, learningRate);
    if (logits === undefined) throw new Error('Internal error: the forward pass did not run');
    seen.add(await logits.data(), training.batch.labels, value);
    logits.dispose();
    this.#count(training.batch.count, training.pass, forwardAndBack);
  }

  /** Runs the whole validation part and disposes the pass. */
  async #measure(pass: Pass): Promise<Tally> {
    const { settings, traits, validation } = this.#run;
    const tally = await evaluate((images) => pass.logits(images), validation, traits, {
      batchSize: settings.batchSize,
      onStep: (examples) => this.#count(examples, pass, 1),
    });
    pass.dispose();
    return tally;
  }

  #record({ epoch, learningRate, seen }: Step, reading: Reading<A>, measured: Tally | null): void {
    const { observer } = this.#run;
    const summary = {
      epoch: epoch + 1,
      learningRate,
      trainErrorPercent: seen.errorPercent,
      trainLoss: seen.loss,
    };
    observer.line(epochLine(summary, measured, this.#describe(reading)));
    const metric = measured
      ? { name: 'validation.errorPercent', value: measured.errorPercent }
      : { name: 'train.errorPercent', value: seen.errorPercent };
    observer.progress(this.#minibatches, this.#total, metric);
  }

  async #prepare(batch: Batch, { epoch }: Step): Promise<Prepared> {
    const key = split(this.#run.key, 'noise', this.#minibatches);
    const pass = await this.#network.pass({ epoch, key });
    return { batch, pass, ...toTensors(batch, this.#run.traits) };
  }

  #source(stream: 'train' | 'validation') {
    const { settings, traits, key } = this.#run;
    return { part: this.#run[stream], traits, settings, key: split(key, stream) };
  }

  /** One minibatch done, at the price of `passes` forward passes of each example. */
  #count(examples: number, pass: Pass, passes: number): void {
    this.#charge(examples, pass, passes);
    this.#minibatches += 1;
    this.#run.observer.progress(this.#minibatches, this.#total);
  }

  #diverged(epoch: number) {
    return diverged({
      what: 'The search',
      number: 'a loss or an architecture parameter',
      epoch,
      multiplyAdds: this.#multiplyAdds,
      settings: 'learningRate, architectureLearningRate or gradientClip',
    });
  }

  #charge(examples: number, { multiplyAdds }: Pass, passes: number): void {
    this.#multiplyAdds += passes * examples * multiplyAdds;
  }
}

const isArchitectureFirst = (iteration: Iteration): boolean =>
  iteration === 'architecture-first' || iteration === 'architecture-ahead';

const lossOf =
  ({ pass, images, labels }: Prepared, onLogits?: (logits: Tensor) => void): Loss =>
  () => {
    const logits = pass.logits(images);
    onLogits?.(logits);
    const loss = softmaxCrossEntropy(logits, labels);
    const penalty = pass.penalty?.();
    return penalty ? add(loss, penalty) : loss;
  };

function release({ pass, images, labels }: Prepared): void {
  pass.dispose();
  dispose([images, labels]);
}

/** Of the whole search, for progress. */
function minibatchesOf(
  { settings, train, validation }: GradientRun,
  iteration: Iteration,
  measures: boolean,
): number {
  const { epochs, warmUpEpochs, batchSize } = settings;
  const steps = stepsPerEpoch(train, batchSize);
  const alternating = iteration === 'together' ? 0 : Math.max(0, epochs - warmUpEpochs);
  const measuring = measures ? (epochs + 1) * stepsPerEpoch(validation, batchSize) : 0;
  return (epochs + alternating) * steps + measuring;
}
