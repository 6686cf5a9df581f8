/** The steps that both variants of ISTA-NAS are made of, over one network and its codes, and what they have cost. */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { add, dispose, keep, mul, scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { augments } from '../../data/augment.ts';
import { type Batch, BatchMaker, inBatches } from '../../data/batches.ts';
import type { ImagePart } from '../../data/part.ts';
import {
  Adam,
  clipByGlobalNorm,
  type Gradients,
  type Parameter,
  Sgd,
  softmaxCrossEntropy,
  valueAndGradients,
} from '../../engine/index.ts';
import type { ForwardOptions } from '../../model/evaluation-network.ts';
import type { Statistics } from '../../model/layers.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { countNetwork, countSuperNetPath } from '../../space/darts-cnn/counts.ts';
import { networkShape } from '../../space/darts-cnn/layout.ts';
import { diverged } from '../../task/diverged.ts';
import { evaluate } from '../../task/evaluate.ts';
import { addTo, toTensors } from '../../task/gradient-training.ts';
import type { SearchRun } from '../../task/image-classification/search-run.ts';
import { Tally } from '../../task/tally.ts';
import type { NetworkRole } from './candidates.ts';
import type { IstaNasSettings } from './settings.ts';
import { SparseCodes } from './sparse-codes.ts';
import { SparseNet } from './sparse-net.ts';

export type IstaRun = SearchRun<IstaNasSettings>;

export interface EpochPlan {
  /** 0-based, over all phases: names the epoch's random numbers. */
  readonly epoch: number;
  readonly part: ImagePart;
  readonly learningRate: number;
  readonly statistics: Statistics;
  /** Drop-path probability. */
  readonly dropPath: number;
  /** Whether each step moves the compressed variables, too, by the gradient of the same minibatch. */
  readonly movesCodes: boolean;
  /** Runs ahead of each step; its failure ends the epoch. */
  readonly before?: () => Promise<Result<null, JobFailure>>;
}

export class SparseTraining {
  readonly net: SparseNet;
  readonly codes: SparseCodes;
  readonly #run: IstaRun;
  readonly #maker: BatchMaker;
  readonly #weightOptimizer: Sgd;
  readonly #codeOptimizer: Adam;
  readonly #total: number;
  #done = 0;
  #multiplyAdds = 0;

  /** @param total minibatches of the whole search, for progress */
  constructor(run: IstaRun, role: NetworkRole, total: number) {
    const { settings, traits, key } = run;
    this.#run = run;
    this.#total = total;
    this.#maker = new BatchMaker(traits);
    this.net = new SparseNet(networkShape(traits, settings), {
      key: split(key, 'weights'),
      role,
      auxiliary: role === 'target' && settings.auxiliaryWeight > 0,
    });
    this.codes = new SparseCodes(settings, split(key, 'codes'), role);
    this.#weightOptimizer = new Sgd(this.net.parameters, settings);
    this.#codeOptimizer = new Adam(this.codes.parameters, {
      betas: [settings.architectureMomentum, 0.999],
      weightDecay: settings.architectureWeightDecay,
    });
  }

  /** Spent so far, by the rule of CostMetrics. */
  get multiplyAdds(): number {
    return this.#multiplyAdds;
  }

  dispose(): void {
    for (const held of [this.net, this.codes, this.#weightOptimizer, this.#codeOptimizer]) held.dispose();
  }

  /**
   * What the network made of the epoch's minibatches as it trained on them. Fails when a loss is no number, or when the
   * steps leave a compressed variable that is none: no sparse vector can be recovered from it.
   */
  async epoch(plan: EpochPlan): Promise<Result<Tally, JobFailure>> {
    const { settings, key } = this.#run;
    const order = draws(split(key, 'order', plan.epoch)).permutation(plan.part.indices.length);
    const augmentation = this.#augmentation('augmentation', plan.epoch);
    const dropping = draws(split(key, 'drop-path', plan.epoch));
    const seen = new Tally();
    for (const positions of inBatches(order, settings.batchSize)) {
      const prepared = await plan.before?.();
      if (prepared?.ok === false) return prepared;
      const batch = this.#maker.make(plan.part, positions, augmentation);
      const options: ForwardOptions = {
        statistics: plan.statistics,
        auxiliary: true,
        ...(plan.dropPath > 0 ? { dropPath: { probability: plan.dropPath, draws: dropping } } : {}),
      };
      await this.#learn(batch, options, seen, (gradients) => this.#step(gradients, plan));
      if (!Number.isFinite(seen.loss)) return this.#diverged(plan.epoch);
    }
    return (await this.codes.areFinite()) ? ok(seen) : this.#diverged(plan.epoch);
  }

  /** One step of the compressed variables on a minibatch of their own. Fails when the loss is no number. */
  async moveCodes(batch: Batch, epoch: number): Promise<Result<null, JobFailure>> {
    const seen = new Tally();
    await this.#learn(batch, { statistics: 'batch' }, seen, null);
    return Number.isFinite(seen.loss) ? ok(null) : this.#diverged(epoch);
  }

  /** Every image of a part once, with the present support. */
  measure(part: ImagePart, statistics: Statistics): Promise<Tally> {
    const { settings, traits } = this.#run;
    return evaluate(
      (images) => this.net.run(images, this.codes.inputs(), { statistics }).logits,
      part,
      traits,
      { batchSize: settings.batchSize, onStep: (examples) => this.#count(examples, false) },
    );
  }

  /** Minibatches one after the other, in a new order each time the images are used up. */
  *endless(part: ImagePart): Generator<Batch, never> {
    const { settings, key } = this.#run;
    for (let pass = 0; ; pass += 1) {
      const order = draws(split(key, 'validation-order', pass)).permutation(part.indices.length);
      const augmentation = this.#augmentation('validation-augmentation', pass);
      for (const positions of inBatches(order, settings.batchSize)) {
        yield this.#maker.make(part, positions, augmentation);
      }
    }
  }

  #diverged(epoch: number) {
    return diverged({
      what: 'The search',
      number: 'a loss or a compressed variable',
      epoch,
      multiplyAdds: this.#multiplyAdds,
      settings: 'learningRate, architectureLearningRate or gradientClip',
    });
  }

  #augmentation(name: string, pass: number) {
    const { settings, traits, key } = this.#run;
    return augments(settings, traits) ? { settings, draws: draws(split(key, name, pass)) } : undefined;
  }

  /** @param step what to do with the gradients of codes and weights; null moves the codes alone */
  async #learn(
    batch: Batch,
    options: ForwardOptions,
    seen: Tally,
    step: ((gradients: Gradients) => void) | null,
  ): Promise<void> {
    const targets: readonly Parameter[] = step
      ? [...this.codes.parameters, ...this.net.parameters]
      : this.codes.parameters;
    const found = tidy(() => {
      const { images, labels } = toTensors(batch, this.#run.traits);
      let logits: Tensor | undefined;
      const { value, gradients } = valueAndGradients(() => {
        const outputs = this.net.run(images, this.codes.inputs(), options);
        logits = keep(outputs.logits);
        const loss = softmaxCrossEntropy(outputs.logits, labels);
        if (!outputs.auxiliaryLogits) return loss;
        const auxiliary = softmaxCrossEntropy(outputs.auxiliaryLogits, labels);
        return add(loss, mul(auxiliary, scalar(this.#run.settings.auxiliaryWeight)));
      }, targets);
      if (step) step(gradients);
      else this.#stepCodes(gradients);
      if (logits === undefined) throw new Error('Internal error: the forward pass did not run');
      return { logits, loss: value };
    });
    await addTo(seen, batch, found);
    dispose({ ...found });
    this.#count(3 * batch.count, options.auxiliary ?? false);
    // A worker must notice between steps that its runner is gone.
    await otherEvents();
  }

  /**
   * Codes first, by the gradient before it is clipped. The norm covers codes and weights in two stages, weights alone in
   * one, where the released code holds the codes outside the network: iboing/ISTA-NAS@226e49f.
   */
  #step(gradients: Gradients, { learningRate, movesCodes }: EpochPlan): void {
    const codes = gradients.slice(0, this.codes.nodes.length);
    const still = this.#stillScales();
    const weights = gradients
      .slice(codes.length)
      .map((gradient, i) => (still.has(this.net.parameters[i]) ? null : gradient));
    if (movesCodes) this.#stepCodes(codes);
    const { variant, gradientClip } = this.#run.settings;
    clipByGlobalNorm(variant === 'one-stage' ? weights : [...codes, ...weights], gradientClip);
    this.#weightOptimizer.step(weights, learningRate);
  }

  #stepCodes(gradients: Gradients): void {
    const moving = gradients.map((gradient, i) => (this.codes.nodes[i]?.frozen ? null : gradient));
    this.#codeOptimizer.step(moving, this.#run.settings.architectureLearningRate);
  }

  /** Scales and shifts of a node's operations rest until the node is frozen; then they take over its weights' role. */
  #stillScales(): ReadonlySet<Parameter | undefined> {
    const moving = this.codes.nodes.filter(({ frozen }) => !frozen);
    return new Set(moving.flatMap(({ kind, node }) => this.net.scalesOf(kind, node)));
  }

  /** One minibatch done, at the price of `passes` forward passes of one example. */
  #count(passes: number, auxiliary: boolean): void {
    const { traits, settings, observer } = this.#run;
    const shape = networkShape(traits, settings);
    const { genotype } = this.codes;
    const head = auxiliary && settings.auxiliaryWeight > 0 && settings.variant === 'one-stage';
    const extra = head ? countNetwork(genotype, shape).auxiliary.multiplyAdds : 0;
    this.#multiplyAdds += passes * (countSuperNetPath(genotype, shape).multiplyAdds + extra);
    this.#done += 1;
    observer.progress(this.#done, this.#total);
  }
}
