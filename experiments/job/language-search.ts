/** Searches for recurrent cells that model text. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { LanguageTrainingSettings, MethodSettings } from '../../schemas/methods.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Corpus } from '../data/language/corpus.ts';
import { asha } from '../method/asha.ts';
import type { BlackBoxMethod, Proposal } from '../method/black-box-method.ts';
import type { Decision, Evaluation } from '../method/decision-log.ts';
import { randomSearch } from '../method/random.ts';
import { searchRnnDarts } from '../oneshot/rnn/darts.ts';
import { searchRnnWithSharedWeights } from '../oneshot/rnn/random-weight-sharing.ts';
import type { RnnSearchOutcome } from '../oneshot/rnn/rnn-search-run.ts';
import type { SearchObserver } from '../oneshot/search-run.ts';
import { type Key, split } from '../rng/key.ts';
import { countRnn } from '../space/darts-rnn/counts.ts';
import { type RnnGenotype, rnnGenotypeId } from '../space/darts-rnn/genotype.ts';
import { dartsRnn } from '../space/darts-rnn/space.ts';
import { trainLanguageModel, wordsToProcess } from '../space/darts-rnn/train-language-model.ts';
import { type LanguageScore, perplexity } from '../task/language/score.ts';
import { logicalSeconds } from './cost-model.ts';
import { fixedRnn } from './fixed.ts';
import type { Found } from './found.ts';
import { languageScore, refuse } from './measured.ts';
import { decisionLines, inTurn, searchOnClock } from './trials.ts';

export interface TextSearch {
  readonly method: MethodSettings;
  readonly corpus: Corpus;
  readonly key: Key;
  readonly observer: SearchObserver;
}

export async function searchText({ method, ...run }: TextSearch): Promise<Result<Found, JobFailure>> {
  switch (method.kind) {
    case 'fixed':
      return fixedRnn(method);
    case 'rnn-random-ws': {
      const outcome = await searchRnnWithSharedWeights({ ...run, settings: method });
      return outcome.ok ? foundText(outcome.value, run.corpus, method) : outcome;
    }
    case 'rnn-darts': {
      const outcome = await searchRnnDarts({ ...run, settings: method });
      return outcome.ok ? foundText(outcome.value, run.corpus, method) : outcome;
    }
    case 'rnn-random': {
      const { trial, evaluations } = method;
      const epochs = trial.epochs;
      const trials = randomSearch(dartsRnn, { epochs, key: split(run.key, 'method') });
      return searchByTraining(trials, { ...run, trial, evaluations, logicalWorkers: 1 });
    }
    case 'rnn-asha':
      return searchByTraining(asha(dartsRnn, { ...method, key: split(run.key, 'method') }), {
        ...run,
        ...method,
      });
    default:
      return refuse(`No search of darts-rnn knows the method ${method.kind}`);
  }
}

interface TrialRun extends Omit<TextSearch, 'method'> {
  readonly trial: LanguageTrainingSettings;
  readonly evaluations: number;
  readonly logicalWorkers: number;
}

async function searchByTraining(
  method: BlackBoxMethod<RnnGenotype>,
  run: TrialRun,
): Promise<Result<Found, JobFailure>> {
  const trials = new Trials(run);
  const searched = await searchOnClock<RnnGenotype>({
    method,
    evaluate: trials.evaluate,
    seconds: trials.seconds,
    logicalWorkers: run.logicalWorkers,
    evaluations: run.evaluations,
    simulatedSeconds: 0,
    id: rnnGenotypeId,
  });
  if (!searched.ok) return searched;
  const best = searched.value.incumbents.at(-1);
  const validation = best && trials.scores.get(best.trial.number);
  if (!best || !validation) return refuse('No trial ended with a score');
  const cost = { multiplyAdds: trials.multiplyAdds, architectures: trials.scores.size };
  const found = foundText({ architecture: best.trial.architecture, validation, cost }, run.corpus, run.trial);
  if (!found.ok) return found;
  return ok({ ...found.value, lines: decisionLines(searched.value.decisions, decisionOnText) });
}

/** A text has no classification error. */
function decisionOnText(decision: Decision): JsonObject {
  if (decision.event === 'start') return { ...decision };
  const { validationErrorPercent: _, ...rest } = decision;
  return rest;
}

/** Trains trials one after the other, in the order in which they start. */
class Trials {
  readonly scores = new Map<number, LanguageScore>();
  multiplyAdds = 0;
  readonly #run: TrialRun;

  constructor(run: TrialRun) {
    this.#run = run;
  }

  seconds = ({ architecture, epochs }: Proposal<RnnGenotype>): number => {
    const { corpus, trial } = this.#run;
    const shape = { vocabulary: corpus.vocabulary.length, width: trial.width };
    return logicalSeconds(3 * countRnn(architecture, shape).multiplyAdds * epochs * corpus.train.length);
  };

  evaluate = inTurn((trial: Proposal<RnnGenotype>) => this.#train(trial));

  async #train(proposal: Proposal<RnnGenotype>): Promise<Result<Evaluation, JobFailure>> {
    const { corpus, key, observer, trial, evaluations } = this.#run;
    const { number, architecture, epochs } = proposal;
    const settings = { ...trial, epochs };
    const total = wordsToProcess(settings, corpus);
    let words = 0;
    const trained = await trainLanguageModel({
      genotype: architecture,
      settings,
      corpus,
      key: split(key, 'training', number),
      onStep: (more) => {
        words += more;
        const done = this.scores.size + words / total;
        observer.progress(done, Math.max(evaluations, Math.ceil(done)));
      },
    });
    if (!trained.ok) return trained;
    const { model, validation, multiplyAdds } = trained.value;
    model.dispose();
    this.multiplyAdds += multiplyAdds;
    this.scores.set(number, validation);
    const value = perplexity(validation);
    observer.line({
      phase: 'score',
      trial: number,
      architecture: rnnGenotypeId(architecture),
      epochs,
      validationPerplexity: value,
    });
    observer.progress(this.scores.size, Math.max(evaluations, this.scores.size), {
      name: 'validation.perplexity',
      value,
    });
    // With equal errors, methods rank by the loss.
    const score = { errorPercent: 0, loss: validation.loss };
    return ok({ score, seconds: this.seconds(proposal), isValid: true });
  }
}

/** @param network whose size the model metrics tell */
function foundText(
  { architecture: genotype, validation, cost }: RnnSearchOutcome,
  { vocabulary }: Corpus,
  { width }: Pick<LanguageTrainingSettings, 'width'>,
): Result<Found, JobFailure> {
  const measured = languageScore('validation', validation);
  if (!measured.ok) return measured;
  const { parameters, multiplyAdds } = countRnn(genotype, { vocabulary: vocabulary.length, width });
  return ok({
    architecture: { space: 'darts-rnn', id: rnnGenotypeId(genotype), genotype },
    metrics: { ...measured.value, model: { parameters, multiplyAdds }, cost },
  });
}
