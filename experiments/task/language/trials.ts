/** Runs a black-box method whose trials are language models trained from scratch, scored on the validation text. */
import { Type } from '@sinclair/typebox';
import { exact } from '../../../schemas/contract.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { CostMetrics } from '../../../schemas/metrics.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { Proposal } from '../../method/black-box-method.ts';
import type { Decision } from '../../method/decision-log.ts';
import type { BlackBoxModule } from '../../method/module.ts';
import type { BudgetSettings } from '../../method/settings.ts';
import { split } from '../../rng/key.ts';
import { logicalSeconds } from '../../trial/logical-seconds.ts';
import { searchByTrials } from '../../trial/search-by-trials.ts';
import { type TrainedTrial, type TrialKind, type TrialWatch, trialEntries } from '../../trial/trial-queue.ts';
import { unmeasurable } from '../diverged.ts';
import type { TextRun } from './run.ts';
import { type LanguageScore, perplexity, textScores, toldOf } from './score.ts';
import type { LanguageTrainingSettings } from './settings.ts';

/** What every black-box method has. */
interface TextBlackBoxSettings extends BudgetSettings {
  readonly trial: LanguageTrainingSettings;
}

export interface TextOutcome {
  /** As files hold it. */
  readonly architecture: unknown;
  readonly validation: LanguageScore;
  readonly cost: CostMetrics;
}

export async function searchByTraining(
  method: BlackBoxModule,
  { trial, ...end }: TextBlackBoxSettings,
  run: TextRun,
): Promise<Result<TextOutcome & { readonly decisions: readonly Decision[] }, JobFailure>> {
  const { space, log, observer } = run;
  const searched = { variation: space, config: space.config };
  const options = { epochs: trial.epochs, key: split(run.key, 'method') };
  const outcome = await searchByTrials({
    method: method.propose(run.settings, searched, options),
    kind: textTrials(run, trial),
    end,
    log,
    observer,
    tellsDecisions: false,
    withoutScore: 'had none',
  });
  if (!outcome.ok) return outcome;
  const { measured: validation, architecture, ...rest } = outcome.value;
  return ok({ ...rest, architecture: space.genotypeOf(architecture), validation });
}

const entries = trialEntries(exact({ tokens: Type.Integer({ minimum: 0 }), loss: Type.Number() }));

function textTrials(run: TextRun, trial: LanguageTrainingSettings): TrialKind<unknown, LanguageScore> {
  const { space, networks, corpus } = run;
  const shape = { vocabulary: corpus.vocabulary.length, width: trial.width };
  return {
    id: (architecture) => space.id(architecture),
    objectives: textScores.objectives,
    seconds: ({ architecture, epochs }) => {
      const { multiplyAdds } = networks.model(space.genotypeOf(architecture), shape);
      return logicalSeconds(3 * multiplyAdds * epochs * corpus.train.length);
    },
    train: (proposal, watch) => trainText(run, { ...trial, epochs: proposal.epochs }, proposal, watch),
    score: toldOf,
    metric: (score) => ({ name: 'validation.perplexity', value: perplexity(score) }),
    entries,
  };
}

async function trainText(
  { space, networks, corpus, key }: TextRun,
  settings: LanguageTrainingSettings,
  { number, architecture, epochs }: Proposal<unknown>,
  watch: TrialWatch,
): Promise<Result<TrainedTrial<LanguageScore>, JobFailure>> {
  const total = networks.words(settings, corpus);
  let words = 0;
  const trained = await networks.train({
    genotype: space.genotypeOf(architecture),
    settings,
    corpus,
    key: split(key, 'training', number),
    onStep: (more) => {
      words += more;
      watch.progress(words / total);
    },
  });
  if (!trained.ok) return trained;
  const { validation, multiplyAdds } = trained.value;
  trained.value.dispose();
  const validationPerplexity = perplexity(validation);
  if (!Number.isFinite(validationPerplexity)) return unmeasurable('validation perplexity', multiplyAdds);
  const id = space.id(architecture);
  watch.line({ phase: 'score', trial: number, architecture: id, epochs, validationPerplexity });
  return ok({ measured: validation, cost: { multiplyAdds, architectures: 1 } });
}
