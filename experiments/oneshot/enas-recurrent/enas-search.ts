/**
 * ENAS on recurrent cells: one pass over the training text with a cell of the controller for each block, then steps of the
 * controller, each cell rewarded by its perplexity on one block of the validation text; at last some cells are drawn, each
 * scored on one such block, and the best of them on the whole text.
 * Source: Pham et al. 2018, section 2.2, and google-research/google-research enas_lm@04a40eb (src/search.py).
 */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { Sgd, softmaxCrossEntropy } from '../../engine/index.ts';
import { withCell } from '../../model/rnn/recurrent-model.ts';
import { SharedCellsModel } from '../../model/rnn/shared-cells-model.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { countRnn } from '../../space/darts-rnn/counts.ts';
import type { RnnGenotype } from '../../space/darts-rnn/genotype.ts';
import { genotypeId, genotypeOf } from '../../space/enas-rnn/genotype.ts';
import { diverged } from '../../task/diverged.ts';
import { evaluateLanguage } from '../../task/language/evaluate.ts';
import { compareLanguageScores, type LanguageScore, perplexity } from '../../task/language/score.ts';
import type { RnnSearchOutcome, RnnSearchRun } from '../../task/language/search-run.ts';
import {
  blockAt,
  predictions,
  type SideBySide,
  sideBySide,
  trainingLength,
} from '../../task/language/text-blocks.ts';
import { trainPass } from '../../task/language/train-pass.ts';
import { corpusProblem, shapeOf } from '../rnn/shared-model.ts';
import { RecurrentController } from './recurrent-controller.ts';
import type { EnasRecurrentSettings } from './settings.ts';

type Run = RnnSearchRun<EnasRecurrentSettings>;

/** Fails when the texts are too short, or training diverges. @param nodes of a cell */
export async function searchCells(run: Run, nodes: number): Promise<Result<RnnSearchOutcome, JobFailure>> {
  const problem = corpusProblem(run);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const enas = new EnasSearch(run, nodes);
  try {
    for (let epoch = 0; epoch < run.settings.epochs; epoch += 1) {
      const done = await enas.epoch(epoch);
      if (!done.ok) return done;
    }
    const best = await enas.derive();
    const { epochs, controllerSteps, controllerSamples, evaluated } = run.settings;
    return ok({
      architecture: best.genotype,
      validation: best.score,
      cost: {
        multiplyAdds: enas.multiplyAdds,
        architectures: epochs * controllerSteps * controllerSamples + evaluated,
      },
    });
  } finally {
    enas.dispose();
  }
}

interface Candidate {
  readonly genotype: RnnGenotype;
  readonly score: LanguageScore;
}

class EnasSearch {
  readonly #run: Run;
  readonly #model: SharedCellsModel;
  readonly #controller: RecurrentController;
  readonly #optimizer: Sgd;
  readonly #train: SideBySide;
  readonly #validation: SideBySide;
  readonly #totalWords: number;
  #words = 0;
  #multiplyAdds = 0;
  /** Step of the next block that rewards a cell. */
  #place = 0;

  constructor(run: Run, nodes: number) {
    const { settings, corpus, key } = run;
    this.#run = run;
    this.#model = new SharedCellsModel(shapeOf(run), nodes, split(key, 'weights'));
    this.#controller = new RecurrentController(nodes, settings, split(key, 'controller'));
    this.#optimizer = new Sgd(this.#model.parameters, { weightDecay: settings.weightDecay });
    this.#train = sideBySide(corpus.train, settings.batchSize);
    this.#validation = sideBySide(corpus.validation, settings.batchSize);
    this.#totalWords = this.#wordsToProcess();
  }

  get multiplyAdds(): number {
    return this.#multiplyAdds;
  }

  dispose(): void {
    this.#model.dispose();
    this.#optimizer.dispose();
  }

  async epoch(epoch: number): Promise<Result<null, JobFailure>> {
    const trained = await this.#trainWeights(epoch);
    if (!Number.isFinite(trained.loss)) {
      return diverged({ what: 'Training', epoch, multiplyAdds: this.#multiplyAdds });
    }
    const rewards = await this.#trainController(epoch);
    const genotype = this.#draw(draws(split(this.#run.key, 'measured', epoch)));
    const score = await this.#scoreAll(genotype);
    this.#record(
      {
        ...{ phase: 'train', epoch: epoch + 1, trainLoss: trained.loss },
        ...{ architecture: genotypeId(genotype), recurrent: genotype.recurrent },
        rewards,
      },
      score,
    );
    return ok(null);
  }

  /** The best of some cells by one block each, the same for all, with its score on the whole validation text. */
  async derive(): Promise<Candidate> {
    const source = draws(split(this.#run.key, 'candidates'));
    let best: Candidate | undefined;
    for (let number = 0; number < this.#run.settings.evaluated; number += 1) {
      const genotype = this.#draw(source);
      const score = await this.#scoreBlock(genotype, 0);
      this.#record({ phase: 'score', architecture: genotypeId(genotype) }, score);
      if (!best || compareLanguageScores(score, best.score) < 0) best = { genotype, score };
    }
    if (!best) throw new Error('Internal error: no cell was scored');
    return { genotype: best.genotype, score: await this.#scoreAll(best.genotype) };
  }

  /** A cell for each block. */
  #trainWeights(epoch: number): Promise<LanguageScore> {
    const { settings, key } = this.#run;
    const source = draws(split(key, 'paths', epoch));
    let genotype = this.#draw(source);
    return trainPass({
      model: withCell(this.#model, () => genotype),
      settings,
      text: this.#train,
      nextLength: trainingLength(settings.unroll),
      key: split(key, 'epoch', epoch),
      optimizer: this.#optimizer,
      onStep: (words) => {
        this.#count(words, genotype, 3);
        genotype = this.#draw(source);
      },
    });
  }

  /** @returns the mean reward of each step */
  async #trainController(epoch: number): Promise<readonly number[]> {
    const { controllerSteps, rewardScale } = this.#run.settings;
    const source = draws(split(this.#run.key, 'rewarded', epoch));
    const rewards: number[] = [];
    while (rewards.length < controllerSteps) {
      const reward = await this.#controller.step(source, async ({ nodes }) => {
        const score = await this.#scoreBlock(genotypeOf(nodes), this.#place);
        this.#place = this.#after(this.#place);
        return rewardScale / perplexity(score);
      });
      rewards.push(reward);
    }
    return rewards;
  }

  #draw(source: Draws): RnnGenotype {
    return genotypeOf(this.#controller.sample(source).nodes);
  }

  /** From a hidden state of zeros. @param from the step of its first words */
  async #scoreBlock(genotype: RnnGenotype, from: number): Promise<LanguageScore> {
    const block = blockAt(this.#validation, from, this.#run.settings.unroll);
    const loss = tidy(() => {
      const { logits } = this.#model.run(block, this.#model.initialHidden(block.batch), genotype);
      return softmaxCrossEntropy(logits, tensor1d(block.targets, 'int32'));
    });
    const value = (await loss.data())[0] ?? Number.NaN;
    dispose(loss);
    this.#count(block.targets.length, genotype, 1);
    // A worker must notice between blocks that its runner is gone.
    await otherEvents();
    return { tokens: block.targets.length, loss: value };
  }

  #scoreAll(genotype: RnnGenotype): Promise<LanguageScore> {
    return evaluateLanguage({
      model: withCell(this.#model, () => genotype),
      text: this.#validation,
      unroll: this.#run.settings.unroll,
      onStep: (words) => this.#count(words, genotype, 1),
    });
  }

  /** The step at which the next block of the validation text begins; after the last comes the first. */
  #after(from: number): number {
    const next = from + this.#run.settings.unroll;
    return next < this.#validation.length - 1 ? next : 0;
  }

  /** @param passes a training step is worth three forward passes */
  #count(words: number, genotype: RnnGenotype, passes: number): void {
    this.#words += words;
    this.#multiplyAdds += words * passes * countRnn(genotype, this.#model.shape).multiplyAdds;
    this.#run.observer.progress(Math.min(this.#words, this.#totalWords), this.#totalWords);
  }

  #record(content: Parameters<Run['observer']['line']>[0], { loss }: LanguageScore): void {
    const value = perplexity({ loss });
    // JSON has no word for a number that overflowed.
    const measured = Number.isFinite(value) ? { validationLoss: loss, validationPerplexity: value } : {};
    this.#run.observer.line({ ...content, ...measured });
  }

  /** Blocks at the end of the text may be shorter. */
  #wordsToProcess(): number {
    const { epochs, controllerSteps, controllerSamples, evaluated, unroll, batchSize } = this.#run.settings;
    const block = batchSize * Math.min(unroll, this.#validation.length - 1);
    const validation = predictions(this.#validation);
    const perEpoch = predictions(this.#train) + controllerSteps * controllerSamples * block + validation;
    return epochs * perEpoch + evaluated * block + validation;
  }
}
