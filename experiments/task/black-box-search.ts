/**
 * Runs a black-box method whose trials are trained by a task, each a job of its own: scored on validation data, with the
 * search's seed, so that searches with one seed share the trials that both ask for. Time is logical: a trial lasts as long
 * as its work says, so that decisions are the same on every machine, and a crashed one as long as it would have.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { JobMetrics, ModelMetrics } from '../../schemas/metrics.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { validationValues } from '../method/decision-log.ts';
import type { DeclaredScores } from '../method/declared-scores.ts';
import type { BlackBoxModule } from '../method/module.ts';
import type { Score } from '../method/score.ts';
import type { BudgetSettings } from '../method/settings.ts';
import { split } from '../rng/key.ts';
import type { SearchedSpace } from '../space/variation.ts';
import type { TrialKind } from '../trial/asked-trials.ts';
import type { FinishedTrial } from '../trial/finished-trial.ts';
import { logicalSeconds } from '../trial/logical-seconds.ts';
import { searchByTrials } from '../trial/search-by-trials.ts';
import type { Found } from './found.ts';
import type { SearchJob } from './module.ts';

/** What a task knows of the trainings of a search. `G`: architectures as files hold them. */
export interface TrainedTrials<G> {
  readonly scores: DeclaredScores<string>;
  /** What the method searches, where that is not the space itself. Its architectures have the space's form. */
  readonly searched?: SearchedSpace<unknown>;
  /** Of each trial, besides its epochs. */
  readonly training: JsonObject & { readonly epochs: number };
  /** Why there is nothing to train. @param proposed as the method has it, whether or not the space holds it */
  problem?(genotype: G, proposed: unknown): string | undefined;
  /** Whether a promoted trial goes on from the one before it, and lasts only as long as what is left. */
  readonly resumes?: boolean;
  /** How long so many epochs last on the logical clock, in seconds. */
  seconds(genotype: G, epochs: number): number;
  /** Outputs of the trial that one continues, by the name of the input that they become. */
  inputs?(before: FinishedTrial): Readonly<Record<string, Sha256>>;
}

/** The duration of a training by its work: forward and backward passes over so many examples. */
export const trainingSeconds = ({ multiplyAdds }: ModelMetrics, epochs: number, examples: number): number =>
  logicalSeconds(3 * multiplyAdds * epochs * examples);

export async function searchByTraining(
  method: BlackBoxModule,
  job: SearchJob,
  end: BudgetSettings,
  trained: TrainedTrials<unknown>,
): Promise<Result<Found, JobFailure>> {
  const { space, settings, key, observer, trials } = job;
  const options = { epochs: trained.training.epochs, key: split(key, 'method') };
  const searched = trained.searched ?? { variation: space, config: space.config };
  const outcome = await searchByTrials({
    method: method.propose(settings, searched, options),
    kind: trialKind(job, trained),
    end,
    port: trials,
    observer,
    withoutScore: 'proposed no architecture that can be trained',
  });
  if (!outcome.ok) return outcome;
  const { best, architecture, cost, lines } = outcome.value;
  return ok({ architecture, metrics: { ...best.metrics, cost }, lines });
}

function trialKind(job: SearchJob, trained: TrainedTrials<unknown>): TrialKind<unknown> {
  const { spec, task, space, engine } = job;
  const { scores, training } = trained;
  const [first] = scores.objectives;
  const scoreOf = ({ metrics }: FinishedTrial): Score =>
    scores.score(
      Object.fromEntries(scores.objectives.map(({ name }) => [name, validationNumber(metrics, name)])),
    );
  return {
    id: (architecture) => space.id(architecture),
    objectives: scores.objectives,
    problem: (architecture) => trained.problem?.(space.genotypeOf(architecture), architecture),
    seconds: ({ architecture, epochs }, before) =>
      trained.seconds(space.genotypeOf(architecture), epochs - (trained.resumes ? (before?.epochs ?? 0) : 0)),
    request: ({ architecture, epochs }, before) => {
      const genotype = space.genotypeOf(architecture);
      return {
        parameters: {
          ...{ task, space: spec.parameters['space'] ?? null, engine },
          ...{ training: { ...training, epochs }, measure: 'validation' },
        },
        architecture: { space: space.name, id: space.genotypeId(genotype), genotype },
        inputs: before ? (trained.inputs?.(before) ?? {}) : {},
      };
    },
    score: scoreOf,
    lines: ({ number, architecture, epochs }, finished) => [
      {
        ...{ phase: 'score', trial: number, architecture: space.id(architecture), epochs },
        ...validationValues(scoreOf(finished)),
      },
    ],
    metric: ({ metrics }) => ({
      name: `validation.${first.name}`,
      value: validationNumber(metrics, first.name),
    }),
  };
}

/** NaN where the trial has no such score. */
function validationNumber({ validation }: JobMetrics, name: string): number {
  const value: unknown = validation && Reflect.get(validation, name);
  return typeof value === 'number' ? value : Number.NaN;
}
