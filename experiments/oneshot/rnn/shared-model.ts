/** What searches that share a language model have in common: texts side by side, one pass, scores, and their cost. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { Sgd } from '../../engine/index.ts';
import { type CellMode, LanguageModel } from '../../model/rnn/language-model.ts';
import { withCell } from '../../model/rnn/recurrent-model.ts';
import { split } from '../../rng/key.ts';
import { steps } from '../../space/darts-rnn/activations.ts';
import type { LanguageModelShape } from '../../space/language-model-shape.ts';
import { diverged } from '../../task/diverged.ts';
import { evaluateLanguage } from '../../task/language/evaluate.ts';
import { languageMemoryProblem } from '../../task/language/language-memory.ts';
import { type LanguageScore, perplexity } from '../../task/language/score.ts';
import type { RnnSearchRun } from '../../task/language/search-run.ts';
import type { LanguageTrainingSettings } from '../../task/language/settings.ts';
import { type SideBySide, searchLength, sideBySide, textProblem } from '../../task/language/text-blocks.ts';
import { type LanguageStep, trainPass } from '../../task/language/train-pass.ts';

type Run = RnnSearchRun<LanguageTrainingSettings>;

export interface SharedPass {
  /** How the cell runs at the next step. Called inside `tidy`. */
  readonly mode: () => CellMode;
  readonly beforeStep?: (step: LanguageStep) => Promise<void>;
  readonly onStep: (tokens: number) => void;
}

export class SharedModel {
  readonly model: LanguageModel;
  readonly train: SideBySide;
  readonly validation: SideBySide;
  readonly #run: Run;
  readonly #optimizer: Sgd;
  readonly #totalWords: number;
  #words = 0;
  #multiplyAdds = 0;

  /** @param totalWords that will be counted in all, for progress */
  constructor(run: Run, totalWords: number) {
    const { settings, corpus, key } = run;
    this.#run = run;
    this.#totalWords = totalWords;
    this.model = new LanguageModel(shapeOf(run), steps, split(key, 'weights'));
    this.train = sideBySide(corpus.train, settings.batchSize);
    this.validation = sideBySide(corpus.validation, settings.batchSize);
    this.#optimizer = new Sgd(this.model.parameters, { weightDecay: settings.weightDecay });
  }

  get multiplyAdds(): number {
    return this.#multiplyAdds;
  }

  /** So many words of the total are done, and so many multiply-adds were spent. */
  count(words: number, multiplyAdds: number): void {
    this.#words += words;
    this.#multiplyAdds += multiplyAdds;
    this.#run.observer.progress(this.#words, this.#totalWords);
  }

  /** Trains the weights on the whole training text. Fails when the loss stops being a number. */
  async trainEpoch(epoch: number, { mode, ...pass }: SharedPass): Promise<Result<LanguageScore, JobFailure>> {
    const { settings, key } = this.#run;
    const score = await trainPass({
      ...pass,
      model: withCell(this.model, mode),
      settings,
      text: this.train,
      nextLength: searchLength(settings.unroll),
      key: split(key, 'epoch', epoch),
      optimizer: this.#optimizer,
    });
    if (Number.isFinite(score.loss)) return ok(score);
    return diverged({ what: 'Training', epoch, multiplyAdds: this.#multiplyAdds });
  }

  /** Measures on the whole validation text. */
  score(mode: () => CellMode, onStep: (tokens: number) => void): Promise<LanguageScore> {
    const { unroll } = this.#run.settings;
    return evaluateLanguage({ model: withCell(this.model, mode), text: this.validation, unroll, onStep });
  }

  /** A line of the trajectory, with a score. */
  record(content: JsonObject, { loss }: LanguageScore): void {
    const value = perplexity({ loss });
    // JSON has no word for a number that overflowed.
    const measured = Number.isFinite(value) ? { validationLoss: loss, validationPerplexity: value } : {};
    this.#run.observer.line({ ...content, ...measured });
    if (Number.isFinite(value)) {
      this.#run.observer.progress(this.#words, this.#totalWords, { name: 'validation.perplexity', value });
    }
  }

  dispose(): void {
    this.model.dispose();
    this.#optimizer.dispose();
  }
}

export const shapeOf = ({ settings, corpus }: Run): LanguageModelShape => ({
  vocabulary: corpus.vocabulary.length,
  width: settings.width,
});

/** Why the texts cannot be searched on, or undefined. */
export const corpusProblem = ({ settings, corpus }: Run): string | undefined =>
  textProblem('training', corpus.train, settings.batchSize) ??
  textProblem('validation', corpus.validation, settings.batchSize) ??
  decoderProblem(settings, corpus);

/** Why a block cannot be scored word by word, or undefined. */
export function decoderProblem(
  block: Pick<LanguageTrainingSettings, 'batchSize' | 'unroll'>,
  { vocabulary }: Pick<Run['corpus'], 'vocabulary'>,
): string | undefined {
  const problem = languageMemoryProblem(block, vocabulary.length);
  return problem && `${problem.message}. ${problem.hint}`;
}
