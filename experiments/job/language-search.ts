/** Searches for recurrent cells that model text. */
import { Type } from '@sinclair/typebox';
import { exact } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { LanguageTrainingSettings, MethodSettings } from '../../schemas/methods.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Corpus } from '../data/language/corpus.ts';
import { asha } from '../method/asha.ts';
import type { BlackBoxMethod, Proposal } from '../method/black-box-method.ts';
import type { Decision } from '../method/decision-log.ts';
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
import { unmeasurable } from '../task/diverged.ts';
import { type LanguageScore, perplexity } from '../task/language/score.ts';
import { logicalSeconds } from './cost-model.ts';
import { decisionLines } from './decision-lines.ts';
import { fixedRnn } from './fixed.ts';
import type { Found } from './found.ts';
import { languageScore, refuse } from './measured.ts';
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
  const { evaluations, logicalWorkers, log, observer } = run;
  const searched = await searchByTrials({
    method,
    kind: textTrials(run),
    end: { evaluations, logicalWorkers, simulatedSeconds: 0 },
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
