/**
 * Trains a language model from scratch: SGD, which becomes averaged SGD once the validation loss stops falling; the best
 * weights are kept, and training goes back to them when a loss is not a number.
 * Source: Liu et al. 2019, appendix A.3, and quark0/darts@f276dd3 (rnn/train.py); Merity et al. 2018, section 3.
 */

import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { Corpus } from '../../data/language/corpus.ts';
import { AveragedSgd, type Parameter, Sgd } from '../../engine/index.ts';
import type { Checkpoint } from '../../model/checkpoint.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import type { RecurrentModel } from '../../model/rnn/recurrent-model.ts';
import { type Key, split } from '../../rng/key.ts';
import type { LanguageModelShape } from '../../space/language-model-shape.ts';
import { diverged } from '../diverged.ts';
import { refuse } from '../measured.ts';
import { evaluateLanguage } from './evaluate.ts';
import { languageMemoryProblem } from './language-memory.ts';
import type { LanguageScore } from './score.ts';
import type { LanguageTrainingSettings } from './settings.ts';
import type { TextTraining, TrainedText } from './space.ts';
import { startsAveraging } from './starts-averaging.ts';
import { predictions, type SideBySide, sideBySide, textProblem, trainingLength } from './text-blocks.ts';
import { trainPass } from './train-pass.ts';
import {
  encodeTextState,
  readTextState,
  restoreAveraging,
  restoreTextWeights,
  type TextTrainingState,
} from './train-state.ts';

/** Stretches that validation text is read in. */
const validationBatch = 10;

/** How often training may go back to the best weights. */
const maxRollbacks = 5;

/** Words that `trainFromScratch` trains on and measures, for progress; the last few of a pass may be left out. */
export const wordsToProcess = (
  settings: LanguageTrainingSettings,
  corpus: Pick<Corpus, 'train' | 'validation'>,
): number =>
  settings.epochs *
  (predictions(sideBySide(corpus.train, settings.batchSize)) +
    predictions(sideBySide(corpus.validation, validationBatch)));

/** The model of one architecture. */
export interface LanguageNetwork {
  /** @param key of its first weights */
  build(shape: LanguageModelShape, key: Key): RecurrentModel;
  /** Multiply-adds of one token. */
  multiplyAdds(shape: LanguageModelShape): number;
}

type Run = Omit<TextTraining<unknown>, 'genotype'>;

/** Fails when the texts are too short, or training diverges again and again. */
export async function trainFromScratch(
  run: Run,
  network: LanguageNetwork,
): Promise<Result<TrainedText, JobFailure>> {
  const { settings, corpus } = run;
  const problem =
    textProblem('training', corpus.train, settings.batchSize) ??
    textProblem('validation', corpus.validation, validationBatch);
  if (problem) return refuse(problem);
  const tight = languageMemoryProblem(settings, corpus.vocabulary.length);
  if (tight) return fail({ reason: 'job-refused', ...tight });
  const state = run.from && readTextState(run.from, settings.epochs);
  if (state?.ok === false) return state;
  const shape = { vocabulary: corpus.vocabulary.length, width: settings.width };
  const model = network.build(shape, split(run.key, 'weights'));
  const training = new Training(run, model, network.multiplyAdds(shape));
  if (run.from && state) training.goOn(run.from, state.value);
  const best = await training.run();
  if (!best.ok) {
    model.dispose();
    return best;
  }
  const { spent: multiplyAdds, checkpoint } = training;
  return ok({
    ...{ validation: best.value, multiplyAdds, checkpoint },
    measure: (text, stretches) =>
      evaluateLanguage({ model, text: sideBySide(text, stretches), unroll: settings.unroll }),
    weights: () => encodeWeights(model.parameters),
    dispose: () => model.dispose(),
  });
}

/** The best weights so far, and the epoch they ended. */
interface Best {
  readonly epoch: number;
  readonly score: LanguageScore;
  readonly weights: readonly Float32Array[];
}

class Training {
  readonly #run: Run;
  readonly #model: RecurrentModel;
  readonly #multiplyAdds: number;
  readonly #train: SideBySide;
  readonly #validation: SideBySide;
  readonly #losses: number[] = [];
  /** Words trained on and words measured. */
  #trained = 0;
  #measured = 0;
  #optimizer: Sgd | AveragedSgd;
  #best: Best | null = null;
  /** Epochs that are done. */
  #done = 0;
  #rollbacks = 0;
  /** Where the training stood at its end. */
  checkpoint: Uint8Array | undefined;

  /** @param multiplyAdds of one token */
  constructor(run: Run, model: RecurrentModel, multiplyAdds: number) {
    this.#run = run;
    this.#model = model;
    this.#multiplyAdds = multiplyAdds;
    this.#train = sideBySide(run.corpus.train, run.settings.batchSize);
    this.#validation = sideBySide(run.corpus.validation, validationBatch);
    this.#optimizer = new Sgd(model.parameters, { weightDecay: run.settings.weightDecay });
  }

  /** Multiply-adds so far, by the rule of CostMetrics. */
  get spent(): number {
    return this.#multiplyAdds * (3 * this.#trained + this.#measured);
  }

  /** Takes the place of a shorter training that ended there. */
  goOn(from: Checkpoint, { epochs, rollbacks, losses, best, averaging }: TextTrainingState): void {
    const { parameters } = this.#model;
    const weights = restoreTextWeights(parameters, from);
    this.#done = epochs;
    this.#rollbacks = rollbacks;
    this.#losses.push(...losses.map((loss) => loss ?? Infinity));
    if (best) this.#best = { epoch: best.epoch, score: { tokens: best.tokens, loss: best.loss }, weights };
    const { weightDecay } = this.#run.settings;
    const averaged = restoreAveraging(parameters, from, { averaging, weightDecay });
    if (!averaged) return;
    this.#optimizer.dispose();
    this.#optimizer = averaged;
  }

  async run(): Promise<Result<LanguageScore, JobFailure>> {
    const { epochs } = this.#run.settings;
    try {
      for (let epoch = this.#done; epoch < epochs; epoch += 1) {
        const trained = await this.#trainEpoch(epoch, this.#rollbacks);
        if (Number.isFinite(trained.loss)) {
          await this.#measureEpoch(epoch, trained);
          continue;
        }
        if (!this.#best || this.#rollbacks === maxRollbacks)
          return diverged({ what: 'Training', epoch, multiplyAdds: this.spent });
        this.#rollbacks += 1;
        epoch = this.#rollBack(this.#best);
      }
      if (this.#run.keepsCheckpoint) this.checkpoint = await this.#encode();
    } finally {
      this.#optimizer.dispose();
    }
    if (!this.#best) return diverged({ what: 'Training', epoch: epochs - 1, multiplyAdds: this.spent });
    restore(this.#model.parameters, this.#best.weights);
    return ok(this.#best.score);
  }

  #encode(): Promise<Uint8Array> {
    const best = this.#best;
    const held = {
      parameters: this.#model.parameters,
      best: best?.weights ?? null,
      optimizer: this.#optimizer,
    };
    return encodeTextState(held, {
      epochs: this.#run.settings.epochs,
      rollbacks: this.#rollbacks,
      losses: this.#losses.map((loss) => (Number.isFinite(loss) ? loss : null)),
      best: best && { epoch: best.epoch, tokens: best.score.tokens, loss: best.score.loss },
    });
  }

  /** After going back the same epochs draw other numbers, or they would fail in the same way. */
  #trainEpoch(epoch: number, rollbacks: number): Promise<LanguageScore> {
    const { settings, key, onStep } = this.#run;
    return trainPass({
      model: this.#model,
      settings,
      text: this.#train,
      nextLength: trainingLength(settings.unroll),
      key: split(key, 'epoch', epoch, rollbacks),
      optimizer: this.#optimizer,
      onStep: (tokens) => {
        this.#trained += tokens;
        onStep?.(tokens);
      },
    });
  }

  /** Averaged weights are measured and kept in place of the last ones. */
  async #measureEpoch(epoch: number, trained: LanguageScore): Promise<void> {
    const optimizer = this.#optimizer;
    const averaged = optimizer instanceof AveragedSgd;
    const back = averaged ? await optimizer.useAverages() : undefined;
    const score = await this.#measure();
    if (Number.isFinite(score.loss) && score.loss < (this.#best?.score.loss ?? Infinity)) {
      this.#best = { epoch, score, weights: await snapshot(this.#model.parameters) };
    }
    back?.();
    this.#run.onEpoch?.({ epoch: epoch + 1, averaged, trainLoss: trained.loss, validation: score });
    if (!averaged) this.#considerAveraging(score.loss, epoch + 1);
  }

  #measure(): Promise<LanguageScore> {
    const { settings, onStep } = this.#run;
    return evaluateLanguage({
      model: this.#model,
      text: this.#validation,
      unroll: settings.unroll,
      onStep: (tokens) => {
        this.#measured += tokens;
        onStep?.(tokens);
      },
    });
  }

  /** @param epochs that are done */
  #considerAveraging(loss: number, epochs: number): void {
    const { settings } = this.#run;
    if (epochs > settings.averagingAfter && startsAveraging(this.#losses, loss, settings)) {
      const { weightDecay } = settings;
      this.#optimizer.dispose();
      this.#optimizer = new AveragedSgd(this.#model.parameters, { weightDecay });
    }
    this.#losses.push(Number.isNaN(loss) ? Infinity : loss);
  }

  /** A new optimiser of the same kind: averages would hold what is not a number. @returns the epoch to go on after */
  #rollBack({ epoch, weights }: Best): number {
    restore(this.#model.parameters, weights);
    const { weightDecay } = this.#run.settings;
    const Same = this.#optimizer instanceof AveragedSgd ? AveragedSgd : Sgd;
    this.#optimizer.dispose();
    this.#optimizer = new Same(this.#model.parameters, { weightDecay });
    return epoch;
  }
}

const snapshot = (parameters: readonly Parameter[]): Promise<readonly Float32Array[]> =>
  Promise.all(parameters.map((parameter) => parameter.download()));

function restore(parameters: readonly Parameter[], weights: readonly Float32Array[]): void {
  parameters.forEach((parameter, i) => {
    const values = weights[i];
    if (values) parameter.write(values);
  });
}
