/** Searches for recurrent cells that model text. */
import { Type } from '@sinclair/typebox';
import { exact } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { MethodSettings } from '../../schemas/manifest.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Corpus } from '../data/language/corpus.ts';
import type { BlackBoxMethod, Proposal } from '../method/black-box-method.ts';
import type { Decision } from '../method/decision-log.ts';
import type { RnnSearchOutcome } from '../oneshot/rnn/rnn-search-run.ts';
import type { SearchObserver } from '../oneshot/search-run.ts';
import { loadMethod } from '../registry/load-method.ts';
import { type Key, split } from '../rng/key.ts';
import { countRnn } from '../space/darts-rnn/counts.ts';
import { type RnnGenotype, rnnGenotypeId } from '../space/darts-rnn/genotype.ts';
import { space as dartsRnn } from '../space/darts-rnn/index.ts';
import { trainLanguageModel, wordsToProcess } from '../space/darts-rnn/train-language-model.ts';
import { unmeasurable } from '../task/diverged.ts';
import { type LanguageScore, perplexity } from '../task/language/score.ts';
import type { LanguageTrainingSettings } from '../task/language/settings.ts';
import type { BlackBoxMethodSettings } from './black-box-method.ts';
import { logicalSeconds } from './cost-model.ts';
import { decisionLines } from './decision-lines.ts';
import { fixedRnn } from './fixed.ts';
import type { Found } from './found.ts';
import { languageScore, refuse } from './measured.ts';
import { settingsOf } from './parameters.ts';
import { searchByTrials } from './search-by-trials.ts';
import type { TrialLog } from './trial-log.ts';
import { type TrainedTrial, type TrialKind, type TrialWatch, trialEntries } from './trial-queue.ts';

export interface TextSearch {
  readonly method: MethodSettings;
  readonly corpus: Corpus;
  readonly key: Key;
  readonly observer: SearchObserver;
  readonly log: TrialLog;
}

export async function searchText({ method, ...run }: TextSearch): Promise<Result<Found, JobFailure>> {
  const module = await loadMethod(method.kind);
  if (!module) return refuse(`This version has no method ${method.kind}`);
  switch (module.form) {
    case 'black-box': {
      const { trial, ...settings } = settingsOf<BlackBoxMethodSettings<LanguageTrainingSettings>>(method);
      if (trial === undefined) return refuse('The method does not say how its trials are trained');
      const space = { variation: dartsRnn, config: dartsRnn.config };
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
  const { log, observer } = run;
  const searched = await searchByTrials({
    method,
    kind: textTrials(run),
    end: run,
    log,
    observer,
    tellsDecisions: false,
    withoutScore: 'had none',
  });
  if (!searched.ok) return searched;
  const { measured: validation, decisions, ...outcome } = searched.value;
  const found = foundText({ ...outcome, validation }, run.corpus, run.trial);
  if (!found.ok) return found;
  return ok({ ...found.value, lines: decisionLines(decisions, decisionOnText) });
}

/** A text has no classification error. */
function decisionOnText(decision: Decision): JsonObject {
  if (decision.event === 'start') return { ...decision };
  const { validationErrorPercent: _, ...rest } = decision;
  return rest;
}

const entries = trialEntries(exact({ tokens: Type.Integer({ minimum: 0 }), loss: Type.Number() }));

function textTrials(run: TrialRun): TrialKind<RnnGenotype, LanguageScore> {
  const { corpus, trial } = run;
  const shape = { vocabulary: corpus.vocabulary.length, width: trial.width };
  return {
    id: rnnGenotypeId,
    seconds: ({ architecture, epochs }) =>
      logicalSeconds(3 * countRnn(architecture, shape).multiplyAdds * epochs * corpus.train.length),
    train: (proposal, watch) => trainText(run, proposal, watch),
    // With equal errors, methods rank by the loss.
    evaluation: ({ loss }) => ({ score: { errorPercent: 0, loss }, isValid: true }),
    metric: (score) => ({ name: 'validation.perplexity', value: perplexity(score) }),
    entries,
  };
}

async function trainText(
  { corpus, key, trial }: TrialRun,
  { number, architecture, epochs }: Proposal<RnnGenotype>,
  watch: TrialWatch,
): Promise<Result<TrainedTrial<LanguageScore>, JobFailure>> {
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
      watch.progress(words / total);
    },
  });
  if (!trained.ok) return trained;
  const { model, validation, multiplyAdds } = trained.value;
  model.dispose();
  const validationPerplexity = perplexity(validation);
  if (!Number.isFinite(validationPerplexity)) return unmeasurable('validation perplexity', multiplyAdds);
  const id = rnnGenotypeId(architecture);
  watch.line({ phase: 'score', trial: number, architecture: id, epochs, validationPerplexity });
  return ok({ measured: validation, cost: { multiplyAdds, architectures: 1 } });
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
