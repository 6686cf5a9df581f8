/**
 * Runs a black-box method whose trials are trained from scratch on the training part and scored on the validation part.
 * Time is logical: a trial lasts as long as its multiply-adds take at a fixed speed, so that decisions are the same
 * on every machine. More epochs for an architecture of before are a training of their own, charged in full.
 */
import type { ArchitectureOf, SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Proposal } from '../method/black-box-method.ts';
import type { Decision, Evaluation } from '../method/decision-log.ts';
import type { Incumbent } from '../method/logical-clock.ts';
import type { SearchOutcome, SearchRun } from '../oneshot/search-run.ts';
import { split } from '../rng/key.ts';
import type { TrainingSettings } from '../task/image-classification/settings.ts';
import type { Tally } from '../task/tally.ts';
import type { BlackBoxMethodSettings } from './black-box-method.ts';
import { blackBoxMethod } from './black-box-method.ts';
import { logicalSeconds } from './cost-model.ts';
import type { ImageSpace } from './image-space.ts';
import { refuse } from './measured.ts';
import { inTurn, searchOnClock } from './trials.ts';

export interface BlackBoxOutcome<A> extends SearchOutcome<A> {
  readonly decisions: readonly Decision[];
}

type Run = SearchRun<BlackBoxMethodSettings<TrainingSettings>>;

export async function searchByTraining<S extends SpaceName>(
  space: ImageSpace<S>,
  run: Run,
): Promise<Result<BlackBoxOutcome<ArchitectureOf[S]>, JobFailure>> {
  const { settings } = run;
  if (settings.trial === undefined) {
    return refuse('The method does not say how its trials are trained');
  }
  const trials = new Trials(space, run, settings.trial);
  const searched = await searchOnClock<ArchitectureOf[S]>({
    method: await blackBoxMethod(settings, space, settings.trial.epochs, split(run.key, 'method')),
    evaluate: trials.evaluate,
    seconds: trials.seconds,
    logicalWorkers: settings.logicalWorkers,
    evaluations: settings.evaluations,
    simulatedSeconds: settings.simulatedSeconds,
    id: space.id,
    onDecision: (decision) => run.observer.line({ phase: 'decision', ...decision }),
  });
  if (!searched.ok) return searched;
  const best = searched.value.incumbents.at(-1);
  const validation = best && trials.tallies.get(best.trial.number);
  if (!best || !validation) return refuse('No trial ended with a score');
  for (const incumbent of searched.value.incumbents) run.observer.line(incumbentLine(incumbent));
  return ok({
    architecture: best.trial.architecture,
    validation,
    cost: { multiplyAdds: trials.multiplyAdds, architectures: trials.tallies.size },
    decisions: searched.value.decisions,
  });
}

const incumbentLine = ({ time, trial, score }: Incumbent<unknown>): JsonObject => ({
  phase: 'incumbent',
  time,
  trial: trial.number,
  validationErrorPercent: score.errorPercent,
});

/** Trains trials one after the other, in the order in which they start. */
class Trials<S extends SpaceName> {
  readonly tallies = new Map<number, Tally>();
  multiplyAdds = 0;
  readonly #space: ImageSpace<S>;
  readonly #run: Run;
  readonly #settings: TrainingSettings;
  #done = 0;

  constructor(space: ImageSpace<S>, run: Run, settings: TrainingSettings) {
    this.#space = space;
    this.#run = run;
    this.#settings = settings;
  }

  seconds = ({ architecture, epochs }: Proposal<ArchitectureOf[S]>): number => {
    const { traits, train } = this.#run;
    const { multiplyAdds } = this.#space.model(architecture, traits, this.#settings);
    return logicalSeconds(3 * multiplyAdds * epochs * train.indices.length);
  };

  evaluate = inTurn((trial: Proposal<ArchitectureOf[S]>) => this.#train(trial));

  async #train(trial: Proposal<ArchitectureOf[S]>): Promise<Result<Evaluation, JobFailure>> {
    const { traits, train, validation, key, observer } = this.#run;
    const { number, architecture, epochs } = trial;
    const settings = { ...this.#settings, epochs };
    const total = this.#space.minibatches(settings, train, validation);
    let minibatches = 0;
    const trained = await this.#space.train({
      architecture,
      settings,
      traits,
      train,
      measured: validation,
      key: split(key, 'training', number),
      keepsWeights: false,
      onEpoch: (epoch) => observer.line({ phase: 'train', trial: number, ...epoch }),
      onMinibatch: () => {
        minibatches += 1;
        this.#progress(minibatches / total);
      },
    });
    if (!trained.ok) return trained;
    const { measured, multiplyAdds } = trained.value;
    this.multiplyAdds += multiplyAdds;
    this.tallies.set(number, measured);
    const { errorPercent, loss } = measured;
    observer.line({
      phase: 'score',
      trial: number,
      architecture: this.#space.id(architecture),
      epochs,
      validationErrorPercent: errorPercent,
    });
    this.#done += 1;
    this.#progress(0, { name: 'validation.errorPercent', value: errorPercent });
    return ok({ score: { errorPercent, loss }, seconds: this.seconds(trial), isValid: true });
  }

  /** Trials are of different lengths, so that their number is the only total that is known. */
  #progress(share: number, metric?: { readonly name: string; readonly value: number }): void {
    const { evaluations } = this.#run.settings;
    const done = this.#done + share;
    this.#run.observer.progress(done, Math.max(evaluations, Math.ceil(done)), metric);
  }
}
