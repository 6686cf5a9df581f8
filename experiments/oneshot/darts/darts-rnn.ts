/**
 * DARTS over recurrent cells: for each block of text one step on the architecture's weights with a block of the
 * validation text, then one on the model's weights. Every epoch is reported with the relaxed cell's validation
 * perplexity, the cell it stands for, and the alphas.
 * Source: Liu et al. 2019, sections 2.3 and 3.1.2, and quark0/darts@f276dd3 (rnn/train_search.py). Two differences: the
 * four losses of a second-order step share their dropout masks where they share their text, so that the finite
 * difference does not measure the masks; and running statistics follow the steps on the weights alone.
 */
import { keep, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { Adam, type Parameter, softmaxCrossEntropy } from '../../engine/index.ts';
import type { Statistics } from '../../model/layers.ts';
import { drawMasks } from '../../model/rnn/dropout.ts';
import type { CellMode } from '../../model/rnn/language-model.ts';
import type { TokenBlock } from '../../model/rnn/token-block.ts';
import { type Key, split } from '../../rng/key.ts';
import { countRnnSuperNet } from '../../space/darts-rnn/counts.ts';
import { dartsRnn } from '../../space/darts-rnn/space.ts';
import type { LanguageScore } from '../../task/language/score.ts';
import type { RnnSearchOutcome, RnnSearchRun } from '../../task/language/search-run.ts';
import { blockAt, predictions, sideBySide } from '../../task/language/text-blocks.ts';
import type { LanguageStep } from '../../task/language/train-pass.ts';
import { firstOrder, type Loss, secondOrder } from '../rnn/architecture-gradient.ts';
import { drawAlphas, edgeWeightRows, edgeWeights, genotypeOfAlphas } from '../rnn/architecture-weights.ts';
import { corpusProblem, SharedModel, shapeOf } from '../rnn/shared-model.ts';
import type { RnnDartsSettings } from './settings.ts';

type Run = RnnSearchRun<RnnDartsSettings>;

/** Fails when the texts are too short, or training diverges. */
export async function search(run: Run): Promise<Result<RnnSearchOutcome, JobFailure>> {
  const problem = corpusProblem(run);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const relaxed = new RelaxedSearch(run);
  try {
    let score: LanguageScore = { tokens: 0, loss: NaN };
    for (let epoch = 0; epoch < run.settings.epochs; epoch += 1) {
      const trained = await relaxed.epoch(epoch);
      if (!trained.ok) return trained;
      score = trained.value;
    }
    const architecture = await relaxed.genotype();
    return ok({
      architecture,
      validation: score,
      cost: { multiplyAdds: relaxed.multiplyAdds, architectures: 1 },
    });
  } finally {
    relaxed.dispose();
  }
}

class RelaxedSearch {
  readonly #run: Run;
  readonly #shared: SharedModel;
  readonly #alphas: Parameter;
  readonly #optimizer: Adam;
  /** Of the validation text that steps on the architecture read. */
  #hidden: Tensor | null = null;

  constructor(run: Run) {
    const { settings, key } = run;
    this.#run = run;
    this.#shared = new SharedModel(run, wordsOf(run));
    this.#alphas = drawAlphas(split(key, 'alphas'));
    this.#optimizer = new Adam([this.#alphas], {
      betas: [settings.architectureMomentum, 0.999],
      weightDecay: settings.architectureWeightDecay,
    });
  }

  get multiplyAdds(): number {
    return this.#shared.multiplyAdds;
  }

  async genotype() {
    return genotypeOfAlphas(await this.#alphas.download());
  }

  dispose(): void {
    this.#shared.dispose();
    this.#alphas.dispose();
    this.#optimizer.dispose();
    this.#hidden?.dispose();
  }

  /** One pass over the training text. @returns the relaxed cell's score on the whole validation text */
  async epoch(epoch: number): Promise<Result<LanguageScore, JobFailure>> {
    const { settings } = this.#run;
    this.#hidden?.dispose();
    this.#hidden = this.#shared.model.initialHidden(settings.batchSize);
    const learns = epoch >= settings.warmUpEpochs;
    const trained = await this.#shared.trainEpoch(epoch, {
      mode: () => this.#mode('track'),
      ...(learns && { beforeStep: (step: LanguageStep) => this.#stepArchitecture(step) }),
      onStep: (words) => this.#count(words, 3 * words),
    });
    if (!trained.ok) return trained;
    const score = await this.#shared.score(
      () => this.#mode('running'),
      (words) => this.#count(words, words),
    );
    const values = await this.#alphas.download();
    const genotype = genotypeOfAlphas(values);
    this.#shared.record(
      {
        phase: 'train',
        epoch: epoch + 1,
        trainLoss: trained.value.loss,
        architecture: dartsRnn.id(genotype),
        recurrent: genotype.recurrent,
        alphas: [...values],
        edgeWeights: edgeWeightRows(values),
      },
      score,
    );
    return ok(score);
  }

  async #stepArchitecture(step: LanguageStep): Promise<void> {
    const { settings } = this.#run;
    const { validation } = this.#shared;
    const hidden = this.#hidden;
    if (!hidden) throw new Error('Internal error: a search step came before its epoch');
    const block = blockAt(validation, step.from % (validation.length - 1), settings.unroll);
    let next: Tensor | undefined;
    const validationLoss = this.#loss(block, hidden, split(step.key, 'validation'), (state) => {
      next = keep(state);
    });
    const trainingLoss = this.#loss(step.block, step.hidden, split(step.key, 'training'));
    const gradient =
      settings.order === 'first'
        ? firstOrder(this.#alphas, validationLoss)
        : await secondOrder(
            this.#alphas,
            this.#shared.model.parameters,
            { training: trainingLoss, validation: validationLoss },
            { ...settings, learningRate: step.learningRate },
          );
    this.#optimizer.step([gradient], settings.architectureLearningRate);
    gradient.dispose();
    hidden.dispose();
    this.#hidden = next ?? null;
    this.#count(0, this.#architecturePasses(step.block, block));
  }

  /** Forward passes of single words that a step on the architecture is worth; a gradient counts three. */
  #architecturePasses(training: TokenBlock, validation: TokenBlock): number {
    const gradients = this.#run.settings.order === 'second' ? 3 : 0;
    return 3 * validation.targets.length + 3 * gradients * training.targets.length;
  }

  /** The loss of the relaxed cell on one block, with the masks that `key` draws. */
  #loss(block: TokenBlock, hidden: Tensor, key: Key, onHidden?: (state: Tensor) => void): Loss {
    const { model } = this.#shared;
    return () => {
      const masks = drawMasks(this.#run.settings, block, model.shape, key);
      const output = model.run(block, hidden, this.#mode('batch'), masks);
      onHidden?.(output.hidden);
      return softmaxCrossEntropy(output.logits, tensor1d(block.targets, 'int32'));
    };
  }

  #mode(statistics: Statistics): CellMode {
    return { kind: 'mixed', edgeWeights: edgeWeights(this.#alphas), statistics };
  }

  /** @param passes forward passes of single words */
  #count(words: number, passes: number): void {
    this.#shared.count(words, passes * countRnnSuperNet(shapeOf(this.#run)).multiplyAdds);
  }
}

function wordsOf({ settings, corpus }: Run): number {
  const { epochs, batchSize } = settings;
  const train = predictions(sideBySide(corpus.train, batchSize));
  return epochs * (train + predictions(sideBySide(corpus.validation, batchSize)));
}
