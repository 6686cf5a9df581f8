/**
 * Random search with weight sharing over recurrent cells: the weights of one language model are trained with a
 * uniformly sampled cell for each block of text, then random cells are scored with them.
 * Source: Li and Talwalkar 2019, sections 3.2 and 4.1, and liamcli/randomNAS_release@6513a0a. The cells run as in the
 * network that is trained alone: without `none`, without normalisation.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { CellMode } from '../../model/rnn/language-model.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { countRnn } from '../../space/darts-rnn/counts.ts';
import type { RnnGenotype } from '../../space/darts-rnn/genotype.ts';
import { dartsRnn } from '../../space/darts-rnn/space.ts';
import { compareLanguageScores, type LanguageScore } from '../../task/language/score.ts';
import type { RnnSearchOutcome, RnnSearchRun } from '../../task/language/search-run.ts';
import { predictions, sideBySide } from '../../task/language/text-blocks.ts';
import { corpusProblem, SharedModel, shapeOf } from '../rnn/shared-model.ts';
import type { RnnRandomWsSettings } from './settings.ts';

type Run = RnnSearchRun<RnnRandomWsSettings>;

/** Fails when the texts are too short, or training diverges. */
export async function search(run: Run): Promise<Result<RnnSearchOutcome, JobFailure>> {
  const problem = corpusProblem(run);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const cells = new SharedCells(run);
  try {
    const trained = await cells.train();
    if (!trained.ok) return trained;
    const scored = await cells.score();
    const best = await cells.rescore(scored.slice(0, Math.max(1, run.settings.rescored)));
    return ok({
      architecture: best.genotype,
      validation: best.score,
      cost: { multiplyAdds: cells.multiplyAdds, architectures: run.settings.evaluated },
    });
  } finally {
    cells.dispose();
  }
}

interface Candidate {
  readonly genotype: RnnGenotype;
  readonly score: LanguageScore;
}

/** The three phases over one language model. */
class SharedCells {
  readonly #run: Run;
  readonly #shared: SharedModel;

  constructor(run: Run) {
    this.#run = run;
    this.#shared = new SharedModel(run, wordsOf(run));
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

  /** Scores random cells on the first blocks of the validation text, the same for all; the best first. */
  async score(): Promise<readonly Candidate[]> {
    const { settings, key } = this.#run;
    const sampler = draws(split(key, 'candidates'));
    const candidates: Candidate[] = [];
    while (candidates.length < settings.evaluated) {
      const genotype = dartsRnn.sample(sampler);
      const score = await this.#score(genotype, settings.scoringBatches);
      this.#shared.record({ phase: 'score', architecture: dartsRnn.id(genotype) }, score);
      candidates.push({ genotype, score });
    }
    return candidates.sort((a, b) => compareLanguageScores(a.score, b.score));
  }

  /** The best of the given cells on the whole validation text. */
  async rescore(candidates: readonly Candidate[]): Promise<Candidate> {
    const rescored: Candidate[] = [];
    for (const { genotype } of candidates) {
      const score = await this.#score(genotype);
      this.#shared.record({ phase: 'rescore', architecture: dartsRnn.id(genotype) }, score);
      rescored.push({ genotype, score });
    }
    const [best] = rescored.sort((a, b) => compareLanguageScores(a.score, b.score));
    if (!best) throw new Error('Internal error: no cell was scored');
    return best;
  }

  #score(genotype: RnnGenotype, blocks?: number): Promise<LanguageScore> {
    const onStep = (words: number): void => this.#count(words, genotype, 1);
    return this.#shared.score(() => cellMode(genotype), onStep, blocks);
  }

  /** @param passes a training step is worth three forward passes */
  #count(words: number, genotype: RnnGenotype, passes: number): void {
    this.#shared.count(words, words * passes * countRnn(genotype, shapeOf(this.#run)).multiplyAdds);
  }
}

const cellMode = (genotype: RnnGenotype): CellMode => ({ kind: 'path', genotype });

function wordsOf({ settings, corpus }: Run): number {
  const { epochs, batchSize, unroll, evaluated, scoringBatches, rescored } = settings;
  const train = predictions(sideBySide(corpus.train, batchSize));
  const validation = predictions(sideBySide(corpus.validation, batchSize));
  const scored = Math.min(validation, scoringBatches * batchSize * unroll);
  return (
    epochs * (train + validation) +
    evaluated * scored +
    Math.min(evaluated, Math.max(1, rescored)) * validation
  );
}
