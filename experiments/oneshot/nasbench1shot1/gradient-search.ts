/**
 * DARTS, PC-DARTS and GDAS on the one-shot model: minibatch by minibatch a step on the architecture by a validation
 * minibatch, then a step on the weights by a training minibatch. After each epoch the parameters are read as a cell.
 * Source: Zela et al. 2020, sections 3.2 and 4; Liu et al. 2019, algorithm 1; and the released code.
 */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, keep, type Tensor } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { ArchitectureStepSettings, SharedWeightsSettings } from '../../../schemas/methods.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { Batch } from '../../data/batches.ts';
import { cosineAnneal, softmaxCrossEntropy } from '../../engine/index.ts';
import { split } from '../../rng/key.ts';
import { discretise, type OneShotWeights, strongestCell } from '../../space/nasbench1shot1/discretise.ts';
import {
  countOneShot,
  type OneShotShape,
  oneShotProblem,
} from '../../space/nasbench1shot1/one-shot-counts.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import { evaluate } from '../../task/evaluate.ts';
import { stepsPerEpoch, toTensors } from '../../task/gradient-training.ts';
import { Tally } from '../../task/tally.ts';
import { BilevelOptimizer } from '../bilevel/bilevel-optimizer.ts';
import type { Loss } from '../bilevel/losses.ts';
import type { SearchOutcome } from '../search-run.ts';
import { endlessBatches, shuffledBatches } from '../shuffled-batches.ts';
import { weightsAsJson } from './architecture-weights.ts';
import { epochLine, type OneShotRun } from './one-shot-run.ts';
import type { OneShotPass, RelaxedOneShot } from './relaxed-one-shot.ts';

type Run = OneShotRun<SharedWeightsSettings & ArchitectureStepSettings>;

/** How the step on the architecture sees the weights: as they are, or one training step ahead. */
export type Order = 'first' | 'second';

/**
 * Fails when no model fits, or when a loss or an architecture parameter stops being a number.
 *
 * @param build makes the model that is searched, which this disposes
 */
export async function searchByGradient(
  run: Run,
  shape: OneShotShape,
  build: () => RelaxedOneShot,
  order: Order,
): Promise<Result<SearchOutcome<CellSpec>, JobFailure>> {
  const problem = oneShotProblem(shape);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const model = build();
  const search = new GradientSearch(run, model, order);
  try {
    for (let epoch = 0; epoch < run.settings.epochs; epoch += 1) {
      const done = await search.epoch(epoch);
      if (!done.ok) return done;
    }
    await run.onTrained?.({ network: model.network, shape, form: 'normalised' });
    return await search.outcome();
  } finally {
    search.dispose();
    model.dispose();
  }
}

/** A pass forward and back counts as so many forward passes. */
const forwardAndBack = 3;
/** Passes over the training minibatch that looking ahead takes: at w, w + Rv and w - Rv. */
const lookAheadPasses = 3;

/** A minibatch in the engine, with the way to run it. */
interface Prepared {
  readonly batch: Batch;
  readonly pass: OneShotPass;
  readonly images: Tensor;
  readonly labels: Tensor;
}

interface Step {
  readonly epoch: number;
  readonly learningRate: number;
  /** What the weight steps of the epoch have seen. */
  readonly seen: Tally;
}

class GradientSearch {
  readonly #run: Run;
  readonly #model: RelaxedOneShot;
  readonly #order: Order;
  readonly #optimizer: BilevelOptimizer;
  readonly #validationBatches: Generator<Batch, never>;
  readonly #multiplyAddsOfPass: number;
  readonly #total: number;
  #minibatches = 0;
  #multiplyAdds = 0;

  constructor(run: Run, model: RelaxedOneShot, order: Order) {
    this.#run = run;
    this.#model = model;
    this.#order = order;
    const parameters = { weights: model.network.parameters, architecture: model.alphas.all };
    this.#optimizer = new BilevelOptimizer(parameters, run.settings);
    this.#validationBatches = endlessBatches(this.#source('validation'));
    this.#multiplyAddsOfPass = countOneShot(model.shape).multiplyAdds;
    this.#total = minibatchesOf(run);
  }

  async epoch(epoch: number): Promise<Result<null, JobFailure>> {
    const { learningRate: start, learningRateMin: end, epochs } = this.#run.settings;
    const step = { epoch, learningRate: cosineAnneal(start, end, epoch, epochs), seen: new Tally() };
    for (const batch of shuffledBatches(this.#source('train'), epoch)) {
      const validationLoss = await this.#iterate(batch, step);
      if (!Number.isFinite(step.seen.loss + validationLoss)) return diverged(epoch);
      // A worker must notice between steps that its runner is gone.
      await otherEvents();
    }
    const alphas = await this.#model.alphas.read();
    if (!alphas) return diverged(epoch);
    this.#record(step, alphas, await this.#measure(this.#model.whole()));
    return ok(null);
  }

  async outcome(): Promise<Result<SearchOutcome<CellSpec>, JobFailure>> {
    const alphas = await this.#model.alphas.read();
    if (!alphas) return diverged(this.#run.settings.epochs - 1);
    const { spaceNumber } = this.#run;
    const validation = await this.#measure(this.#model.fixed(strongestCell(spaceNumber, alphas)));
    const cost = { multiplyAdds: this.#multiplyAdds, architectures: 1 };
    return ok({ architecture: discretise(spaceNumber, alphas), validation, cost });
  }

  dispose(): void {
    this.#optimizer.dispose();
  }

  /** The steps of one minibatch. @returns the loss of the step on the architecture, 0 without one */
  async #iterate(batch: Batch, step: Step): Promise<number> {
    const training = await this.#prepare(batch, step);
    const isWarm = step.epoch >= this.#run.settings.warmUpEpochs;
    const validationLoss = isWarm ? await this.#stepArchitecture(step, training) : 0;
    await this.#stepWeights(step, training);
    release(training);
    return validationLoss;
  }

  /** On the next validation minibatch. */
  async #stepArchitecture(step: Step, training: Prepared): Promise<number> {
    const validation = await this.#prepare(this.#validationBatches.next().value, step);
    const losses = { training: lossOf(training), validation: lossOf(validation) };
    const isAhead = this.#order === 'second';
    const loss = isAhead
      ? await this.#optimizer.stepArchitectureAhead(losses, step.learningRate)
      : await this.#optimizer.stepArchitecture(losses.validation);
    this.#count(validation.batch.count, forwardAndBack);
    if (isAhead) this.#charge(training.batch.count, forwardAndBack * lookAheadPasses);
    release(validation);
    return loss;
  }

  async #stepWeights({ learningRate, seen }: Step, training: Prepared): Promise<void> {
    let logits: Tensor | undefined;
    const loss = lossOf(training, (found) => {
      logits = keep(found);
    });
    const value = await this.#optimizer.stepWeights(loss, learningRate);
    if (logits === undefined) throw new Error('Internal error: the forward pass did not run');
    seen.add(await logits.data(), training.batch.labels, value);
    logits.dispose();
    this.#count(training.batch.count, forwardAndBack);
  }

  /** Runs the whole validation part and disposes the pass. */
  async #measure(pass: OneShotPass): Promise<Tally> {
    const { settings, traits, validation } = this.#run;
    const tally = await evaluate((images) => pass.logits(images), validation, traits, {
      batchSize: settings.batchSize,
      onStep: (examples) => this.#count(examples, 1),
    });
    pass.dispose();
    return tally;
  }

  #record({ epoch, learningRate, seen }: Step, alphas: OneShotWeights, validation: Tally): void {
    const summary = { epoch, learningRate, trainErrorPercent: seen.errorPercent, trainLoss: seen.loss };
    const spec = discretise(this.#run.spaceNumber, alphas);
    const state = { alphas: weightsAsJson(alphas) };
    this.#run.observer.line(epochLine(this.#run, { summary, spec, validation, state }));
    const metric = { name: 'validation.errorPercent', value: validation.errorPercent };
    this.#run.observer.progress(this.#minibatches, this.#total, metric);
  }

  async #prepare(batch: Batch, { epoch }: Step): Promise<Prepared> {
    const key = split(this.#run.key, 'noise', this.#minibatches);
    const pass = await this.#model.pass({ epoch, key });
    return { batch, pass, ...toTensors(batch, this.#run.traits) };
  }

  #source(stream: 'train' | 'validation') {
    const { settings, traits, key } = this.#run;
    return { part: this.#run[stream], traits, settings, key: split(key, stream) };
  }

  /** One minibatch done, at the price of `passes` forward passes of each example. */
  #count(examples: number, passes: number): void {
    this.#charge(examples, passes);
    this.#minibatches += 1;
    this.#run.observer.progress(this.#minibatches, this.#total);
  }

  #charge(examples: number, passes: number): void {
    this.#multiplyAdds += passes * examples * this.#multiplyAddsOfPass;
  }
}

const lossOf =
  ({ pass, images, labels }: Prepared, onLogits?: (logits: Tensor) => void): Loss =>
  () => {
    const logits = pass.logits(images);
    onLogits?.(logits);
    return softmaxCrossEntropy(logits, labels);
  };

function release({ pass, images, labels }: Prepared): void {
  pass.dispose();
  dispose([images, labels]);
}

/** Of the whole search, for progress. */
function minibatchesOf({ settings, train, validation }: Run): number {
  const { epochs, warmUpEpochs, batchSize } = settings;
  const alternating = Math.max(0, epochs - warmUpEpochs);
  return (
    (epochs + alternating) * stepsPerEpoch(train, batchSize) +
    (epochs + 1) * stepsPerEpoch(validation, batchSize)
  );
}

const diverged = (epoch: number) =>
  fail({
    reason: 'job-refused' as const,
    message: `The search diverged: a loss or an architecture parameter was no longer a number in epoch ${epoch + 1}`,
    hint: 'Lower learningRate, architectureLearningRate or gradientClip',
  });
