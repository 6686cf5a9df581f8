/**
 * Trains the trials of a search one after the other, in the order in which they start, since networks share one engine.
 * What is not a number in a trial is a crash of that trial: the method is told so, and the search goes on. Trials that
 * an attempt of before finished are answered from its log, with the same outputs as if they were trained again.
 */
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { type Contract, contract, exact } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { CostMetrics } from '../../schemas/metrics.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Proposal } from '../method/black-box-method.ts';
import type { Evaluation } from '../method/decision-log.ts';
import { noScore, type Objectives, type Score, worstScore } from '../method/score.ts';
import type { SearchObserver } from './search-observer.ts';
import type { TrialLog } from './trial-log.ts';

/** What a search brings to the queue. `A`: an architecture. `M`: what the training of one measures. */
export interface TrialKind<A, M> {
  readonly id: (architecture: A) => string;
  /** Those of the task, by which methods compare. */
  readonly objectives: Objectives;
  /** Why there is nothing to train, such as that a proposal is no architecture; undefined where there is. */
  readonly problem?: (architecture: A) => string | undefined;
  /** Duration on the logical clock. */
  readonly seconds: (trial: Proposal<A>) => number;
  /** Fails as `diverged` when the trial crashes; any other failure ends the search. */
  readonly train: (trial: Proposal<A>, watch: TrialWatch) => Promise<Result<TrainedTrial<M>, JobFailure>>;
  readonly score: (measured: M) => Score;
  /** Whether what was trained counts as an architecture; all do by default. */
  readonly isValid?: (measured: M) => boolean;
  /** What a person wants to watch. */
  readonly metric?: (measured: M) => { readonly name: string; readonly value: number };
  readonly entries: Contract<TrialEntry<M>>;
}

export interface TrialWatch {
  /** One line of the trajectory. */
  line(content: JsonObject): void;
  /** In [0, 1]. */
  progress(share: number): void;
}

export interface TrainedTrial<M> {
  readonly measured: M;
  readonly cost: CostMetrics;
}

/** Why a trial has no score. */
export interface Crash {
  readonly message: string;
  readonly hint: string;
}

/** A finished trial as it is kept. */
export interface TrialEntry<M> {
  readonly trial: number;
  readonly architecture: string;
  readonly epochs: number;
  /** Of the trajectory. */
  readonly lines: JsonObject[];
  readonly cost: { readonly multiplyAdds: number; readonly architectures: number };
  readonly outcome: { readonly measured: M } | { readonly crash: Crash };
}

/** The format of a log whose trials measure this. */
export const trialEntries = <S extends TSchema>(measured: S): Contract<TrialEntry<Static<S>>> =>
  contract(
    'trial',
    Type.Unsafe<TrialEntry<Static<S>>>(
      exact({
        trial: Type.Integer({ minimum: 0 }),
        architecture: Type.String(),
        epochs: Type.Integer({ minimum: 0 }),
        lines: Type.Array(Type.Object({})),
        cost: exact({ multiplyAdds: Type.Number(), architectures: Type.Integer({ minimum: 0 }) }),
        outcome: Type.Union([
          exact({ measured }),
          exact({ crash: exact({ message: Type.String(), hint: Type.String() }) }),
        ]),
      }),
    ),
  );

export interface QueueOptions<A, M> {
  readonly kind: TrialKind<A, M>;
  /** Trials that are expected, for progress; there may be more. */
  readonly expected: number;
  readonly log: TrialLog;
  readonly progress: SearchObserver['progress'];
}

export class TrialQueue<A, M> {
  /** Finished trainings by the number of their trial, in the order in which they were trained. */
  readonly finished = new Map<number, TrialEntry<M>>();
  readonly #options: QueueOptions<A, M>;
  /** Why there was nothing to train, by the number of the trial. */
  readonly #invalid = new Map<number, string>();
  #last: Promise<Result<unknown, JobFailure>> = Promise.resolve(ok(null));
  #resumed = 0;

  constructor(options: QueueOptions<A, M>) {
    this.#options = options;
  }

  /** Of everything that was trained, crashed trials included. */
  get cost(): { readonly multiplyAdds: number; readonly architectures: number } {
    const total = { multiplyAdds: 0, architectures: 0 };
    for (const { cost } of this.finished.values()) {
      total.multiplyAdds += cost.multiplyAdds;
      total.architectures += cost.architectures;
    }
    return total;
  }

  get crashes(): readonly Crash[] {
    return [...this.finished.values()].flatMap(({ outcome }) => ('crash' in outcome ? [outcome.crash] : []));
  }

  measuredBy(trial: number): M | undefined {
    const outcome = this.finished.get(trial)?.outcome;
    return outcome && 'measured' in outcome ? outcome.measured : undefined;
  }

  /** What the trajectory says of a finished trial. */
  linesOf(trial: Omit<Proposal<unknown>, 'architecture'> & { readonly architecture: string }): JsonObject[] {
    const reason = this.#invalid.get(trial.number);
    if (reason === undefined) return this.finished.get(trial.number)?.lines ?? [];
    const { number, architecture, epochs } = trial;
    return [{ phase: 'invalid', trial: number, architecture, epochs, reason }];
  }

  seconds = (trial: Proposal<A>): number =>
    this.#problem(trial) === undefined ? this.#options.kind.seconds(trial) : 0;

  /** Calls may overlap; trainings do not. After one that failed or threw, nothing is trained any more. */
  evaluate = (trial: Proposal<A>): Promise<Result<Evaluation, JobFailure>> => {
    const evaluated = this.#last.then((before) => (before.ok ? this.#evaluate(trial) : before));
    this.#last = evaluated;
    return evaluated;
  };

  async #evaluate(trial: Proposal<A>): Promise<Result<Evaluation, JobFailure>> {
    const { kind } = this.#options;
    const seconds = this.seconds(trial);
    const problem = this.#problem(trial);
    if (problem !== undefined) {
      this.#invalid.set(trial.number, problem);
      this.#progress(0);
      return ok({ score: worstScore(kind.objectives), seconds, isValid: false });
    }
    const entry = await this.#finish(trial);
    if (!entry.ok) return entry;
    const { outcome } = entry.value;
    if ('crash' in outcome) return ok({ score: noScore(kind.objectives), seconds, isValid: true });
    const { measured } = outcome;
    return ok({ score: kind.score(measured), seconds, isValid: kind.isValid?.(measured) ?? true });
  }

  #problem = ({ architecture }: Proposal<A>): string | undefined =>
    this.#options.kind.problem?.(architecture);

  async #finish(trial: Proposal<A>): Promise<Result<TrialEntry<M>, JobFailure>> {
    const kept = this.#options.log.take((entry) => this.#fitting(entry, trial));
    const entry = kept ? ok(kept) : await this.#train(trial);
    if (!entry.ok) return entry;
    if (kept) this.#resumed += 1;
    else this.#options.log.append(entry.value);
    this.finished.set(trial.number, entry.value);
    this.#progress(0, entry.value);
    return entry;
  }

  #fitting(value: unknown, { number, architecture, epochs }: Proposal<A>): TrialEntry<M> | undefined {
    const { kind } = this.#options;
    const read = kind.entries.read(value);
    if (!read.ok) return undefined;
    const { value: entry } = read;
    const isAsked =
      entry.trial === number && entry.epochs === epochs && entry.architecture === kind.id(architecture);
    return isAsked ? entry : undefined;
  }

  async #train(trial: Proposal<A>): Promise<Result<TrialEntry<M>, JobFailure>> {
    const { kind } = this.#options;
    const lines: JsonObject[] = [];
    const { number, epochs } = trial;
    const architecture = kind.id(trial.architecture);
    const trained = await kind.train(trial, {
      line: (content) => lines.push(content),
      progress: (share) => this.#progress(share),
    });
    const asked = { trial: number, architecture, epochs, lines };
    if (trained.ok) {
      const { measured, cost } = trained.value;
      const { multiplyAdds, architectures } = cost;
      return ok({ ...asked, cost: { multiplyAdds, architectures }, outcome: { measured } });
    }
    const [failure] = trained.failures;
    if (failure?.reason !== 'diverged') return trained;
    const { message, hint, multiplyAdds } = failure;
    lines.push({ phase: 'crash', trial: number, architecture, epochs, reason: message });
    const cost = { multiplyAdds, architectures: 1 };
    return ok({ ...asked, cost, outcome: { crash: { message, hint } } });
  }

  /** Trials are of different lengths, so that their number is the only total that is known. */
  #progress(share: number, entry?: TrialEntry<M>): void {
    const { kind, expected, progress } = this.#options;
    const done = this.finished.size + this.#invalid.size + share;
    const measured = entry && 'measured' in entry.outcome ? entry.outcome.measured : undefined;
    const metric = measured === undefined ? undefined : kind.metric?.(measured);
    progress(done, Math.max(expected, Math.ceil(done)), metric, this.#resumed);
  }
}
