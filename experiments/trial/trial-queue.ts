/**
 * Trains the architectures of a job one after the other, since networks share one engine. What is not a number in a training
 * is a crash of that one, and the others go on. Trainings that an attempt of before finished are answered from its log,
 * with the same outputs as if they were done again.
 */
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { type Contract, contract, exact } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { CostMetrics, Crash } from '../../schemas/metrics.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Proposal } from '../method/black-box-method.ts';
import type { SearchObserver } from './search-observer.ts';
import type { TrialLog } from './trial-log.ts';

/** What a job brings to the queue. `A`: an architecture. `M`: what the training of one measures. */
export interface QueuedTrials<A, M> {
  readonly id: (architecture: A) => string;
  /** Fails as `diverged` when the training crashes; any other failure ends them all. */
  readonly train: (trial: Proposal<A>, watch: TrialWatch) => Promise<Result<TrainedTrial<M>, JobFailure>>;
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
  readonly kind: QueuedTrials<A, M>;
  /** How many there will be. */
  readonly expected: number;
  readonly log: TrialLog;
  readonly progress: SearchObserver['progress'];
}

export class TrialQueue<A, M> {
  /** Finished trainings by the number of their trial, in the order in which they were trained. */
  readonly finished = new Map<number, TrialEntry<M>>();
  readonly #options: QueueOptions<A, M>;
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

  /** Calls must not overlap. */
  async finish(trial: Proposal<A>): Promise<Result<TrialEntry<M>, JobFailure>> {
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

  /** Trainings are of different lengths, so that their number is the only total that is known. */
  #progress(share: number, entry?: TrialEntry<M>): void {
    const { kind, expected, progress } = this.#options;
    const measured = entry && 'measured' in entry.outcome ? entry.outcome.measured : undefined;
    const metric = measured === undefined ? undefined : kind.metric?.(measured);
    progress(this.finished.size + share, expected, metric, this.#resumed);
  }
}
