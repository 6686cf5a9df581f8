/**
 * Random search with weight sharing: the weights of a super-net are trained with one uniformly sampled architecture
 * for each minibatch, then random architectures are scored with them.
 * Source: Li and Talwalkar 2019, section 3.2, and liamcli/randomNAS_release@6513a0a. `none` is an operation like the
 * others.
 */

import { setImmediate as otherEvents } from 'node:timers/promises';
import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { type Batch, BatchMaker, inBatches } from '../../data/batches.ts';
import { softmaxCrossEntropy } from '../../engine/index.ts';
import { sizeProblem } from '../../model/frame.ts';
import type { Statistics } from '../../model/layers.ts';
import { type EdgeMode, pathWeights, SuperNet } from '../../model/super-net.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { countSuperNet, countSuperNetPath } from '../../space/darts-cnn/counts.ts';
import { networkShape } from '../../space/darts-cnn/layout.ts';
import { edges, operations } from '../../space/darts-cnn/operations.ts';
import { dartsCnn } from '../../space/darts-cnn/space.ts';
import { charged } from '../../task/diverged.ts';
import { evaluate, measure } from '../../task/evaluate.ts';
import { stepsPerEpoch, trainByGradient } from '../../task/gradient-training.ts';
import { compareImageNetworks } from '../../task/image-classification/scores.ts';
import type { SearchOutcome, SearchRun } from '../../task/image-classification/search-run.ts';
import { Tally } from '../../task/tally.ts';
import type { RandomWsSettings } from './settings.ts';

type Run = SearchRun<RandomWsSettings>;

const space = dartsCnn('with-none');

/** Fails when no network fits the images, or training diverges. */
export async function search(run: Run): Promise<Result<SearchOutcome<CnnGenotype>, JobFailure>> {
  const problem = sizeProblem(networkShape(run.traits, run.settings));
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const shared = new SharedWeights(run);
  try {
    const trained = await shared.train();
    if (!trained.ok) return charged(trained.failures, shared.multiplyAdds);
    const scored = await shared.score();
    const best = await shared.rescore(scored.slice(0, Math.max(1, run.settings.rescored)));
    return ok({
      architecture: best.genotype,
      validation: best.tally,
      cost: { multiplyAdds: shared.multiplyAdds, architectures: run.settings.evaluated },
    });
  } finally {
    shared.dispose();
  }
}

interface Candidate {
  readonly genotype: CnnGenotype;
  readonly tally: Tally;
}

/** The three phases over one super-net, and what they have cost so far. */
class SharedWeights {
  readonly #run: Run;
  readonly #net: SuperNet;
  readonly #total: number;
  #done = 0;
  #multiplyAdds = 0;

  constructor(run: Run) {
    this.#run = run;
    this.#net = new SuperNet(networkShape(run.traits, run.settings), split(run.key, 'weights'));
    const { epochs, batchSize, evaluated, scoringBatches, rescored } = run.settings;
    this.#total =
      epochs * stepsPerEpoch(run.train, batchSize) +
      evaluated * scoringBatches +
      Math.min(evaluated, Math.max(1, rescored)) * stepsPerEpoch(run.validation, batchSize);
  }

  get multiplyAdds(): number {
    return this.#multiplyAdds;
  }

  dispose(): void {
    this.#net.dispose();
  }

  /** One architecture for each minibatch. */
  async train(): Promise<Result<null, JobFailure>> {
    const { settings, traits, train, key, observer } = this.#run;
    const paths = draws(split(key, 'paths'));
    let path = space.sample(paths);
    return trainByGradient({
      parameters: this.#net.parameters,
      settings,
      traits,
      part: train,
      key,
      forward: (images, labels) => {
        const statistics = settings.inactiveOperations === 'run' ? 'track' : 'batch';
        const logits = this.#net.logits(images, this.#mode(path), statistics);
        return { loss: softmaxCrossEntropy(logits, labels), logits };
      },
      onStep: (examples) => {
        this.#count(3 * examples, path);
        path = space.sample(paths);
      },
      onEpoch: (epoch) => {
        observer.line({ phase: 'train', ...epoch });
        observer.progress(this.#done, this.#total, {
          name: 'train.errorPercent',
          value: epoch.trainErrorPercent,
        });
      },
    });
  }

  /** Scores random architectures on a few validation minibatches each; the best first. */
  async score(): Promise<readonly Candidate[]> {
    const { settings, traits, key } = this.#run;
    const sampler = draws(split(key, 'candidates'));
    const batches = this.#endlessValidation();
    const candidates: Candidate[] = [];
    while (candidates.length < settings.evaluated) {
      const genotype = space.sample(sampler);
      const tally = new Tally();
      for (let i = 0; i < settings.scoringBatches; i += 1) {
        const batch: Batch = batches.next().value;
        await measure((images) => this.#classify(images, genotype), batch, traits, tally);
        this.#count(batch.count, genotype);
      }
      this.#record('score', genotype, tally);
      candidates.push({ genotype, tally });
      await otherEvents();
    }
    return candidates.sort((a, b) => compareImageNetworks(a.tally, b.tally));
  }

  /** The best of the given architectures on the whole validation part. */
  async rescore(candidates: readonly Candidate[]): Promise<Candidate> {
    const { settings, traits, validation } = this.#run;
    const rescored: Candidate[] = [];
    for (const { genotype } of candidates) {
      const tally = await evaluate((images) => this.#classify(images, genotype), validation, traits, {
        batchSize: settings.batchSize,
        onStep: (examples) => this.#count(examples, genotype),
      });
      this.#record('rescore', genotype, tally);
      rescored.push({ genotype, tally });
    }
    const [best] = rescored.sort((a, b) => compareImageNetworks(a.tally, b.tally));
    if (!best) throw new Error('Internal error: no architecture was scored');
    return best;
  }

  /**
   * With every operation running, as in liamcli/darts@64599c1, the running statistics have seen each of them at every
   * step. Where only the sampled operations run, running statistics would mix the rare and different paths that
   * reached an operation, so scoring normalises by the minibatch at hand.
   */
  #classify(images: Tensor, genotype: CnnGenotype): Tensor {
    const statistics: Statistics = this.#run.settings.inactiveOperations === 'run' ? 'running' : 'batch';
    return this.#net.logits(images, this.#mode(genotype), statistics);
  }

  #mode(genotype: CnnGenotype): EdgeMode {
    if (this.#run.settings.inactiveOperations === 'skip') return { kind: 'path', genotype };
    const asTensor = (cell: CnnGenotype['normal']): Tensor =>
      tensor2d(pathWeights(cell), [edges.length, operations.length]);
    return { kind: 'mixed', normal: asTensor(genotype.normal), reduce: asTensor(genotype.reduce) };
  }

  /** Validation minibatches one after the other, in a new order each time the images are used up. */
  *#endlessValidation(): Generator<Batch, never> {
    const { settings, traits, validation, key } = this.#run;
    const maker = new BatchMaker(traits);
    for (let pass = 0; ; pass += 1) {
      const order = draws(split(key, 'validation-order', pass)).permutation(validation.indices.length);
      for (const positions of inBatches(order, settings.batchSize)) yield maker.make(validation, positions);
    }
  }

  #multiplyAddsOf(genotype: CnnGenotype): number {
    const { traits, settings } = this.#run;
    const shape = networkShape(traits, settings);
    const ran =
      settings.inactiveOperations === 'run' ? countSuperNet(shape) : countSuperNetPath(genotype, shape);
    return ran.multiplyAdds;
  }

  /** One minibatch done, at the price of `passes` forward passes of one example. */
  #count(passes: number, genotype: CnnGenotype): void {
    this.#multiplyAdds += passes * this.#multiplyAddsOf(genotype);
    this.#done += 1;
    this.#run.observer.progress(this.#done, this.#total);
  }

  #record(phase: string, genotype: CnnGenotype, tally: Tally): void {
    const { errorPercent, loss } = tally;
    // JSON has no word for a loss that overflowed.
    const line = { phase, architecture: space.id(genotype), errorPercent };
    this.#run.observer.line(Number.isFinite(loss) ? { ...line, loss } : line);
    this.#run.observer.progress(this.#done, this.#total, {
      name: 'validation.errorPercent',
      value: errorPercent,
    });
  }
}
