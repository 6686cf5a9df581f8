/**
 * Runs a black-box method whose trials are trained from scratch on the training part and scored on the validation part.
 * Time is logical: a trial lasts as long as its multiply-adds take at a fixed speed, so that decisions are the same
 * on every machine, and a crashed one as long as it would have. More epochs for an architecture of before are a training
 * of their own, charged in full.
 */
import type { ArchitectureOf, SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Proposal } from '../method/black-box-method.ts';
import type { Decision } from '../method/decision-log.ts';
import type { Incumbent } from '../method/logical-clock.ts';
import type { SearchOutcome, SearchRun } from '../oneshot/search-run.ts';
import { split } from '../rng/key.ts';
import { unmeasurable } from '../task/diverged.ts';
import type { TrainingSettings } from '../task/image-classification/settings.ts';
import { type Measurement, measurementSchema } from '../task/tally.ts';
import type { BlackBoxMethodSettings } from './black-box-method.ts';
import { blackBoxMethod } from './black-box-method.ts';
import { logicalSeconds } from './cost-model.ts';
import type { ImageSpace } from './image-space.ts';
import { refuse } from './measured.ts';
import { searchByTrials } from './search-by-trials.ts';
import type { TrialLog } from './trial-log.ts';
import { type TrainedTrial, type TrialKind, type TrialWatch, trialEntries } from './trial-queue.ts';

export interface BlackBoxOutcome<A> extends SearchOutcome<A> {
  readonly decisions: readonly Decision[];
}

type Run = SearchRun<BlackBoxMethodSettings<TrainingSettings>>;

export async function searchByTraining<S extends SpaceName>(
  space: ImageSpace<S>,
  run: Run,
  log: TrialLog,
): Promise<Result<BlackBoxOutcome<ArchitectureOf[S]>, JobFailure>> {
  const { settings, observer } = run;
  if (settings.trial === undefined) {
    return refuse('The method does not say how its trials are trained');
  }
  const searched = await searchByTrials({
    method: await blackBoxMethod(settings, space, settings.trial.epochs, split(run.key, 'method')),
    kind: imageTrials(space, run, settings.trial),
    end: settings,
    log,
    observer,
    tellsDecisions: true,
    incumbentLine,
    withoutScore: 'proposed no architecture that can be trained',
  });
  if (!searched.ok) return searched;
  const { measured: validation, ...outcome } = searched.value;
  return ok({ ...outcome, validation });
}

const incumbentLine = ({ time, trial, score }: Incumbent<unknown>): JsonObject => ({
  phase: 'incumbent',
  time,
  trial: trial.number,
  validationErrorPercent: score.errorPercent,
});

const entries = trialEntries(measurementSchema);

function imageTrials<S extends SpaceName>(
  space: ImageSpace<S>,
  run: Run,
  settings: TrainingSettings,
): TrialKind<ArchitectureOf[S], Measurement> {
  const { traits, train } = run;
  return {
    id: space.id,
    problem: (architecture) => space.networkProblem(architecture, traits, settings),
    seconds: ({ architecture, epochs }) => {
      const { multiplyAdds } = space.model(architecture, traits, settings);
      return logicalSeconds(3 * multiplyAdds * epochs * train.indices.length);
    },
    train: (trial, watch) => trainImages(space, run, { ...settings, epochs: trial.epochs }, trial, watch),
    evaluation: ({ errorPercent, loss }) => ({ score: { errorPercent, loss }, isValid: true }),
    metric: ({ errorPercent: value }) => ({ name: 'validation.errorPercent', value }),
    entries,
  };
}

async function trainImages<S extends SpaceName>(
  space: ImageSpace<S>,
  { traits, train, validation, key }: Run,
  settings: TrainingSettings,
  { number, architecture, epochs }: Proposal<ArchitectureOf[S]>,
  watch: TrialWatch,
): Promise<Result<TrainedTrial<Measurement>, JobFailure>> {
  const total = space.minibatches(settings, train, validation);
  let minibatches = 0;
  const trained = await space.train({
    architecture,
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
