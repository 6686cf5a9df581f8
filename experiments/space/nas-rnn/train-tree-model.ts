/**
 * Trains the language model of one tree cell from scratch, as the recurrent cells of DARTS are trained here: SGD, which
 * becomes averaged SGD once the validation loss stops falling; the best weights are kept, and training goes back to them
 * when a loss is not a number. The paper's own schedule and its grid search over rates are not given as numbers.
 * Source: Merity et al. 2018, section 3, and quark0/darts@f276dd3 (rnn/train.py).
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { AveragedSgd, Sgd } from '../../engine/index.ts';
import type { Checkpoint } from '../../model/checkpoint.ts';
import { asLanguageModel } from '../../model/rnn/recurrent-model.ts';
import { TreeLanguageModel } from '../../model/rnn/tree/tree-language-model.ts';
import { split } from '../../rng/key.ts';
import { diverged } from '../../task/diverged.ts';
import { evaluateLanguage } from '../../task/language/evaluate.ts';
import { languageMemoryProblem } from '../../task/language/language-memory.ts';
import type { LanguageScore } from '../../task/language/score.ts';
import type { TextTraining } from '../../task/language/space.ts';
import { type SideBySide, sideBySide, textProblem, trainingLength } from '../../task/language/text-blocks.ts';
import { trainPass } from '../../task/language/train-pass.ts';
import { startsAveraging } from '../darts-rnn/train-language-model.ts';
import {
  encodeTextState,
  readTextState,
  restoreAveraging,
  restoreTextWeights,
  type TextTrainingState,
} from '../darts-rnn/train-state.ts';
import { baseOfGenotype, type NasRnnGenotype } from './cell.ts';
import { countNasLanguageModel, layers } from './counts.ts';

export type TreeTraining = TextTraining<NasRnnGenotype>;

export interface TrainedTreeModel {
  /** With the weights of the best epoch. The caller disposes it. */
  readonly model: TreeLanguageModel;
  /** Of the best epoch. */
  readonly validation: LanguageScore;
  /** Multiply-adds spent, by the rule of CostMetrics. */
  readonly multiplyAdds: number;
  /** What a longer training goes on from; undefined where none follows. */
  readonly checkpoint: Uint8Array | undefined;
}

/** Stretches that validation text is read in. */
const validationBatch = 10;

/** How often training may go back to the best weights. */
const maxRollbacks = 5;

/** The cell is built into the model. */
const mode = () => ({ kind: 'path', genotype: { recurrent: [], concat: [] } }) as const;

/** Fails when the texts are too short, or training diverges again and again. */
export async function trainTreeModel(run: TreeTraining): Promise<Result<TrainedTreeModel, JobFailure>> {
  const { genotype, settings, corpus } = run;
  const problem =
    textProblem('training', corpus.train, settings.batchSize) ??
    textProblem('validation', corpus.validation, validationBatch);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const tight = languageMemoryProblem(settings, corpus.vocabulary.length);
  if (tight) return fail({ reason: 'job-refused', ...tight });
  const state = run.from && readTextState(run.from, settings.epochs);
  if (state?.ok === false) return state;
  const shape = { vocabulary: corpus.vocabulary.length, width: settings.width };
  const model = new TreeLanguageModel(genotype, shape, layers, split(run.key, 'weights'));
  const training = new Training(run, model);
  if (run.from && state) training.goOn(run.from, state.value);
  const best = await training.run();
  if (!best.ok) {
    model.dispose();
    return best;
  }
  const { spent: multiplyAdds, checkpoint } = training;
  return ok({ model, validation: best.value, multiplyAdds, checkpoint });
}

/** The best weights so far, and the epoch they ended. */
interface Best {
  readonly epoch: number;
  readonly score: LanguageScore;
  readonly weights: readonly Float32Array[];
}

class Training {
  readonly #run: TreeTraining;
  readonly #model: TreeLanguageModel;
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

  constructor(run: TreeTraining, model: TreeLanguageModel) {
    this.#run = run;
    this.#model = model;
    this.#train = sideBySide(run.corpus.train, run.settings.batchSize);
    this.#validation = sideBySide(run.corpus.validation, validationBatch);
    this.#optimizer = new Sgd(model.parameters, { weightDecay: run.settings.weightDecay });
  }

  get spent(): number {
    const { multiplyAdds } = countNasLanguageModel(
      baseOfGenotype(this.#run.genotype),
      this.#model.shape,
      true,
    );
    return multiplyAdds * (3 * this.#trained + this.#measured);
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
    if (averaged) this.#replaceOptimizer(averaged);
  }

  async run(): Promise<Result<LanguageScore, JobFailure>> {
    const { epochs } = this.#run.settings;
    try {
      for (let epoch = this.#done; epoch < epochs; epoch += 1) {
        const trained = await this.#trainEpoch(epoch);
        if (Number.isFinite(trained.loss)) {
          await this.#measureEpoch(epoch, trained);
          continue;
        }
        if (!this.#best || this.#rollbacks === maxRollbacks) return this.#diverged(epoch);
        this.#rollbacks += 1;
        epoch = this.#rollBack(this.#best);
      }
      if (this.#run.keepsCheckpoint) this.checkpoint = await this.#encode();
    } finally {
      this.#optimizer.dispose();
    }
    if (!this.#best) return this.#diverged(epochs - 1);
    this.#write(this.#best.weights);
    return ok(this.#best.score);
  }

  #diverged(epoch: number): Result<never, JobFailure> {
    return diverged({ what: 'Training', epoch, multiplyAdds: this.spent });
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
  #trainEpoch(epoch: number): Promise<LanguageScore> {
    const { settings, key, onStep } = this.#run;
    return trainPass({
      model: asLanguageModel(this.#model),
      settings,
      text: this.#train,
      nextLength: trainingLength(settings.unroll),
      key: split(key, 'epoch', epoch, this.#rollbacks),
      optimizer: this.#optimizer,
      mode,
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
    const { unroll } = this.#run.settings;
    const score = await measureTree(this.#model, this.#validation, unroll, (tokens) => {
      this.#measured += tokens;
      this.#run.onStep?.(tokens);
    });
    if (Number.isFinite(score.loss) && score.loss < (this.#best?.score.loss ?? Infinity)) {
      const weights = await Promise.all(this.#model.parameters.map((parameter) => parameter.download()));
      this.#best = { epoch, score, weights };
    }
    back?.();
    this.#run.onEpoch?.({ epoch: epoch + 1, averaged, trainLoss: trained.loss, validation: score });
    if (!averaged) this.#considerAveraging(score.loss, epoch + 1);
  }

  /** @param epochs that are done */
  #considerAveraging(loss: number, epochs: number): void {
    const { settings } = this.#run;
    if (epochs > settings.averagingAfter && startsAveraging(this.#losses, loss, settings)) {
      const { weightDecay } = settings;
      this.#replaceOptimizer(new AveragedSgd(this.#model.parameters, { weightDecay }));
    }
    this.#losses.push(Number.isNaN(loss) ? Infinity : loss);
  }

  /** A new optimiser of the same kind: averages would hold what is not a number. @returns the epoch to go on after */
  #rollBack({ epoch, weights }: Best): number {
    this.#write(weights);
    const { weightDecay } = this.#run.settings;
    const Same = this.#optimizer instanceof AveragedSgd ? AveragedSgd : Sgd;
    this.#replaceOptimizer(new Same(this.#model.parameters, { weightDecay }));
    return epoch;
  }

  #replaceOptimizer(optimizer: Sgd | AveragedSgd): void {
    this.#optimizer.dispose();
    this.#optimizer = optimizer;
  }

  #write(weights: readonly Float32Array[]): void {
    this.#model.parameters.forEach((parameter, i) => {
      const values = weights[i];
      if (values) parameter.write(values);
    });
  }
}

/** Every word once, without dropout. */
export const measureTree = (
  model: TreeLanguageModel,
  text: SideBySide,
  unroll: number,
  onStep?: (tokens: number) => void,
): Promise<LanguageScore> =>
  evaluateLanguage({ model: asLanguageModel(model), mode, text, unroll, ...(onStep ? { onStep } : {}) });
