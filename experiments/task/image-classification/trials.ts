/**
 * Runs a black-box method whose trials are trained from scratch on the training part and scored on the validation part.
 * Time is logical: a trial lasts as long as its multiply-adds take at a fixed speed, so that decisions are the same
 * on every machine, and a crashed one as long as it would have. More epochs for an architecture of before are a training
 * of their own, charged in full.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { Proposal } from '../../method/black-box-method.ts';
import type { Decision } from '../../method/decision-log.ts';
import type { Incumbent } from '../../method/logical-clock.ts';
import type { BlackBoxModule } from '../../method/module.ts';
import type { BudgetSettings } from '../../method/settings.ts';
import { split } from '../../rng/key.ts';
import { logicalSeconds } from '../../trial/logical-seconds.ts';
import { searchByTrials } from '../../trial/search-by-trials.ts';
import { type TrainedTrial, type TrialKind, type TrialWatch, trialEntries } from '../../trial/trial-queue.ts';
import { unmeasurable } from '../diverged.ts';
import { type Measurement, measurementSchema } from '../tally.ts';
import type { ImageRun } from './run.ts';
import { imageScores } from './scores.ts';
import type { SearchOutcome } from './search-run.ts';
import type { TrainingSettings } from './settings.ts';

/** What every black-box method has. */
interface BlackBoxSettings extends BudgetSettings {
  readonly trial: TrainingSettings;
}

export interface BlackBoxOutcome extends SearchOutcome<unknown> {
  readonly decisions: readonly Decision[];
}

/** @returns with a genotype as the architecture */
export async function searchByTraining(
  method: BlackBoxModule,
  { trial, ...end }: BlackBoxSettings,
  run: ImageRun,
): Promise<Result<BlackBoxOutcome, JobFailure>> {
  const { space, log, observer } = run;
  const searched = { variation: space, config: space.config };
  const options = { epochs: trial.epochs, key: split(run.key, 'method') };
  const outcome = await searchByTrials({
    method: method.propose(run.settings, searched, options),
    kind: imageTrials(run, trial),
    end,
    log,
    observer,
    tellsDecisions: true,
    incumbentLine,
    withoutScore: 'proposed no architecture that can be trained',
  });
  if (!outcome.ok) return outcome;
  const { measured: validation, architecture, ...rest } = outcome.value;
  return ok({ ...rest, architecture: space.genotypeOf(architecture), validation });
}

const incumbentLine = ({ time, trial, score }: Incumbent<unknown>): JsonObject => ({
  phase: 'incumbent',
  time,
  trial: trial.number,
  validationErrorPercent: score.values[0],
});

const entries = trialEntries(measurementSchema);

function imageTrials(run: ImageRun, settings: TrainingSettings): TrialKind<unknown, Measurement> {
  const { space, networks, traits, train } = run;
  return {
    id: (architecture) => space.id(architecture),
    objectives: imageScores.objectives,
    problem: (architecture) => networks.networkProblem(space.genotypeOf(architecture), traits, settings),
    seconds: ({ architecture, epochs }) => {
      const { multiplyAdds } = networks.model(space.genotypeOf(architecture), traits, settings);
      return logicalSeconds(3 * multiplyAdds * epochs * train.indices.length);
    },
    train: (trial, watch) => trainImages(run, { ...settings, epochs: trial.epochs }, trial, watch),
    score: (measured) => imageScores.score(measured),
    metric: ({ errorPercent: value }) => ({ name: 'validation.errorPercent', value }),
    entries,
  };
}

async function trainImages(
  { space, networks, traits, train, validation, key }: ImageRun,
  settings: TrainingSettings,
  { number, architecture, epochs }: Proposal<unknown>,
  watch: TrialWatch,
): Promise<Result<TrainedTrial<Measurement>, JobFailure>> {
  const total = networks.minibatches(settings, train, validation);
  let minibatches = 0;
  const trained = await networks.train({
    genotype: space.genotypeOf(architecture),
    settings,
    traits,
    train,
    measured: validation,
    key: split(key, 'training', number),
    keepsWeights: false,
    onEpoch: (epoch) => watch.line({ phase: 'train', trial: number, ...epoch }),
    onMinibatch: () => {
      minibatches += 1;
      watch.progress(minibatches / total);
    },
  });
  if (!trained.ok) return trained;
  const { multiplyAdds } = trained.value;
  const { measurement } = trained.value.measured;
  if (!Number.isFinite(measurement.loss)) return unmeasurable('validation loss', multiplyAdds);
  watch.line({
    phase: 'score',
    trial: number,
    architecture: space.id(architecture),
    epochs,
    validationErrorPercent: measurement.errorPercent,
  });
  return ok({ measured: measurement, cost: { multiplyAdds, architectures: 1 } });
}
