/**
 * Random search with weight sharing: the weights of a super-net are trained with one uniformly sampled architecture
 * for each minibatch, then random architectures are scored with them.
 * Source: Li and Talwalkar 2019, section 3.2 and supplement A.4, and liamcli/randomNAS_release@6513a0a. `none` is an
 * operation like the others, and validation images are cropped and mirrored as those of training are.
 */

import { setImmediate as otherEvents } from 'node:timers/promises';
import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { Batch } from '../../data/batches.ts';
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
import { measure } from '../../task/evaluate.ts';
import { stepsPerEpoch, trainByGradient } from '../../task/gradient-training.ts';
import { compareImageNetworks } from '../../task/image-classification/scores.ts';
import type { SearchOutcome, SearchRun } from '../../task/image-classification/search-run.ts';
import { Tally } from '../../task/tally.ts';
import { endlessBatches, shuffledBatches } from '../shuffled-batches.ts';
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
    const best = await shared.best();
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

const compareCandidates = (a: Candidate, b: Candidate): number => compareImageNetworks(a.tally, b.tally);

/** Sizes of the rounds; the last one may be smaller. */
function roundsOf({ evaluated, scoringRound }: RandomWsSettings): number[] {
  const rounds = Math.ceil(evaluated / scoringRound);
  return Array.from({ length: rounds }, (_, i) => Math.min(scoringRound, evaluated - i * scoringRound));
}

/** Architectures of a round that are scored again. */
const rescoredOf = ({ rescored }: RandomWsSettings, size: number): number =>
  Math.min(size, Math.max(1, rescored));

/** The three phases over one super-net, and what they have cost so far. */
class SharedWeights {
  readonly #run: Run;
  readonly #net: SuperNet;
  readonly #total: number;
  /** Validation minibatches one after the other, in a new order each time the images are used up. */
  readonly #scoring: Generator<Batch, never>;
  #rescored = 0;
  #done = 0;
  #multiplyAdds = 0;

  constructor(run: Run) {
    this.#run = run;
    this.#net = new SuperNet(networkShape(run.traits, run.settings), split(run.key, 'weights'));
    const { traits, validation: part, settings, key } = run;
    this.#scoring = endlessBatches({ part, traits, settings, key: split(key, 'validation') });
    const { epochs, batchSize, evaluated, scoringBatches } = settings;
    const rescored = roundsOf(settings).reduce((sum, size) => sum + rescoredOf(settings, size), 0);
    this.#total =
      epochs * stepsPerEpoch(run.train, batchSize) +
      evaluated * scoringBatches +
      rescored * stepsPerEpoch(part, batchSize);
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

  /** The best over the rounds of what each of them scores best on the whole validation part. */
  async best(): Promise<Candidate> {
    const { settings, key } = this.#run;
    const sampler = draws(split(key, 'candidates'));
    const winners: Candidate[] = [];
    for (const size of roundsOf(settings)) {
      const scored: Candidate[] = [];
      while (scored.length < size) scored.push(await this.#score(space.sample(sampler)));
      scored.sort(compareCandidates);
      for (const { genotype } of scored.slice(0, rescoredOf(settings, size))) {
        winners.push(await this.#rescore(genotype));
      }
    }
    const [best] = winners.sort(compareCandidates);
    if (!best) throw new Error('Internal error: no architecture was scored');
    return best;
  }

  /** On the next few validation minibatches. */
  async #score(genotype: CnnGenotype): Promise<Candidate> {
    const tally = new Tally();
    for (let i = 0; i < this.#run.settings.scoringBatches; i += 1) {
      const batch: Batch = this.#scoring.next().value;
      await this.#measure(genotype, batch, tally);
    }
    this.#record('score', genotype, tally);
    await otherEvents();
    return { genotype, tally };
  }

  /** On the whole validation part. */
  async #rescore(genotype: CnnGenotype): Promise<Candidate> {
    const { settings, traits, validation: part, key } = this.#run;
    const tally = new Tally();
    const source = { part, traits, settings, key: split(key, 'rescoring') };
    for (const batch of shuffledBatches(source, this.#rescored)) {
      await this.#measure(genotype, batch, tally);
      await otherEvents();
    }
    this.#rescored += 1;
    this.#record('rescore', genotype, tally);
    return { genotype, tally };
  }

  async #measure(genotype: CnnGenotype, batch: Batch, tally: Tally): Promise<void> {
    await measure((images) => this.#classify(images, genotype), batch, this.#run.traits, tally);
    this.#count(batch.count, genotype);
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
