/**
 * Random search with weight sharing over recurrent cells: the weights of one language model are trained with a
 * uniformly sampled cell for each block of text, then random cells are scored with them on the whole validation text.
 * Source: Li and Talwalkar 2019, sections 3.2 and 4.1, and liamcli/randomNAS_release@6513a0a. The cells run as in the
 * network that is trained alone: without `none`, without normalisation.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { CellMode } from '../../model/rnn/language-model.ts';
import { withCell } from '../../model/rnn/recurrent-model.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { countRnn } from '../../space/darts-rnn/counts.ts';
import type { RnnGenotype } from '../../space/darts-rnn/genotype.ts';
import { dartsRnn } from '../../space/darts-rnn/space.ts';
import { evaluateLanguage } from '../../task/language/evaluate.ts';
import { compareLanguageScores, type LanguageScore } from '../../task/language/score.ts';
import type { RnnSearchOutcome, RnnSearchRun } from '../../task/language/search-run.ts';
import { predictions, type SideBySide, sideBySide, textProblem } from '../../task/language/text-blocks.ts';
import { corpusProblem, decoderProblem, SharedModel, shapeOf } from '../rnn/shared-model.ts';
import type { RnnRandomWsSettings } from './settings.ts';

type Run = RnnSearchRun<RnnRandomWsSettings>;

/** Fails when the texts are too short, or training diverges. */
export async function search(run: Run): Promise<Result<RnnSearchOutcome, JobFailure>> {
  const problem = corpusProblem(run) ?? scoringProblem(run);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const cells = new SharedCells(run);
  try {
    const trained = await cells.train();
    if (!trained.ok) return trained;
    const best = await cells.best();
    return ok({
      architecture: best.genotype,
      validation: best.score,
      cost: { multiplyAdds: cells.multiplyAdds, architectures: run.settings.evaluated },
    });
  } finally {
    cells.dispose();
  }
}

/** Why the validation text cannot be read in so many stretches, or undefined. */
const scoringProblem = (run: Run): string | undefined =>
  textProblem('validation', run.corpus.validation, run.settings.scoringBatchSize) ??
  decoderProblem(scoringSettings(run), run.corpus);

/** Blocks of as many words as those of training, so that the decoder needs no more memory. */
function scoringSettings({ settings }: Run): Pick<RnnRandomWsSettings, 'batchSize' | 'unroll'> {
  const { batchSize, unroll, scoringBatchSize } = settings;
  const steps = Math.max(1, Math.floor((batchSize * unroll) / scoringBatchSize));
  return { batchSize: scoringBatchSize, unroll: steps };
}

interface Candidate {
  readonly genotype: RnnGenotype;
  readonly score: LanguageScore;
}

/** Training and scoring over one language model. */
class SharedCells {
  readonly #run: Run;
  readonly #shared: SharedModel;
  readonly #validation: SideBySide;

  constructor(run: Run) {
    this.#run = run;
    this.#shared = new SharedModel(run, wordsOf(run));
    this.#validation = sideBySide(run.corpus.validation, run.settings.scoringBatchSize);
  }

  get multiplyAdds(): number {
    return this.#shared.multiplyAdds;
  }

  dispose(): void {
    this.#shared.dispose();
  }

  /** One cell for each block. */
  async train(): Promise<Result<null, JobFailure>> {
    const { settings, key } = this.#run;
    const sampler = draws(split(key, 'cells'));
    let genotype = dartsRnn.sample(sampler);
    for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
      const trained = await this.#shared.trainEpoch(epoch, {
        mode: () => cellMode(genotype),
        onStep: (words) => {
          this.#count(words, genotype, 3);
          genotype = dartsRnn.sample(sampler);
        },
      });
      if (!trained.ok) return trained;
      const scored = await this.#score(genotype);
      const cell = { architecture: dartsRnn.id(genotype), recurrent: genotype.recurrent };
      this.#shared.record(
        { phase: 'train', epoch: epoch + 1, trainLoss: trained.value.loss, ...cell },
        scored,
      );
    }
    return ok(null);
  }

  /** The best of random cells, each scored on the whole validation text. */
  async best(): Promise<Candidate> {
    const { settings, key } = this.#run;
    const sampler = draws(split(key, 'candidates'));
    let best: Candidate | undefined;
    for (let number = 0; number < settings.evaluated; number += 1) {
      const genotype = dartsRnn.sample(sampler);
      const score = await this.#score(genotype);
      this.#shared.record({ phase: 'score', architecture: dartsRnn.id(genotype) }, score);
      if (!best || compareLanguageScores(score, best.score) < 0) best = { genotype, score };
    }
    if (!best) throw new Error('Internal error: no cell was scored');
    return best;
  }

  #score(genotype: RnnGenotype): Promise<LanguageScore> {
    return evaluateLanguage({
      model: withCell(this.#shared.model, () => cellMode(genotype)),
      text: this.#validation,
      unroll: scoringSettings(this.#run).unroll,
      onStep: (words) => this.#count(words, genotype, 1),
    });
  }

  /** @param passes a training step is worth three forward passes */
  #count(words: number, genotype: RnnGenotype, passes: number): void {
    this.#shared.count(words, words * passes * countRnn(genotype, shapeOf(this.#run)).multiplyAdds);
  }
}

const cellMode = (genotype: RnnGenotype): CellMode => ({ kind: 'path', genotype });

function wordsOf({ settings, corpus }: Run): number {
  const { epochs, batchSize, scoringBatchSize, evaluated } = settings;
  const train = predictions(sideBySide(corpus.train, batchSize));
  const validation = predictions(sideBySide(corpus.validation, scoringBatchSize));
  return epochs * (train + validation) + evaluated * validation;
}
