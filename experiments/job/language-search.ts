/** Searches for recurrent cells that model text. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { MethodSettings } from '../../schemas/manifest.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Corpus } from '../data/language/corpus.ts';
import type { BlackBoxMethod, Proposal } from '../method/black-box-method.ts';
import { dartsRnnConfig } from '../method/config/darts-rnn.ts';
import type { Decision, Evaluation } from '../method/decision-log.ts';
import type { RnnSearchOutcome } from '../oneshot/rnn/rnn-search-run.ts';
import type { SearchObserver } from '../oneshot/search-run.ts';
import { loadMethod } from '../registry/load-method.ts';
import { type Key, split } from '../rng/key.ts';
import { countRnn } from '../space/darts-rnn/counts.ts';
import { type RnnGenotype, rnnGenotypeId } from '../space/darts-rnn/genotype.ts';
import { dartsRnn } from '../space/darts-rnn/space.ts';
import { type LanguageScore, perplexity } from '../task/language/score.ts';
import type { LanguageTrainingSettings } from '../task/language/settings.ts';
import { trainLanguageModel, wordsToProcess } from '../task/language/train-language-model.ts';
import type { BlackBoxMethodSettings } from './black-box-method.ts';
import { logicalSeconds } from './cost-model.ts';
import { fixedRnn } from './fixed.ts';
import type { Found } from './found.ts';
import { languageScore, refuse } from './measured.ts';
import { settingsOf } from './parameters.ts';
import { decisionLines, inTurn, searchOnClock } from './trials.ts';

export interface TextSearch {
  readonly method: MethodSettings;
  readonly corpus: Corpus;
  readonly key: Key;
  readonly observer: SearchObserver;
}

export async function searchText({ method, ...run }: TextSearch): Promise<Result<Found, JobFailure>> {
  const module = await loadMethod(method.kind);
  if (!module) return refuse(`This version has no method ${method.kind}`);
  switch (module.form) {
    case 'black-box': {
      const { trial, ...settings } = settingsOf<BlackBoxMethodSettings<LanguageTrainingSettings>>(method);
      if (trial === undefined) return refuse('The method does not say how its trials are trained');
      const space = { variation: dartsRnn, config: dartsRnnConfig };
      const options = { epochs: trial.epochs, key: split(run.key, 'method') };
      return searchByTraining(module.propose(settings, space, options), { ...run, ...settings, trial });
    }
    case 'weight-sharing': {
      const load = module.tasks['language-modelling']?.searches['darts-rnn'];
      if (!load) return refuse(`The method ${method.kind} does not go with the space darts-rnn`);
      const { search } = await load();
      const outcome = await search({ ...run, settings: method });
      return outcome.ok ? foundText(outcome.value, run.corpus, settingsOf(method)) : outcome;
    }
    case 'direct':
      return fixedRnn(settingsOf(method));
    default:
      return module satisfies never;
  }
}

interface TrialRun extends Omit<TextSearch, 'method'> {
  readonly trial: LanguageTrainingSettings;
  readonly evaluations: number;
  readonly simulatedSeconds: number;
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
    simulatedSeconds: run.simulatedSeconds,
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
