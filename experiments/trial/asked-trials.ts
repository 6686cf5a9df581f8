/**
 * The trials of a search, on their way to the runner and back. As many are under way as the logical clock has workers; what
 * is not a number in a trial is a crash of that trial, which the method is told, and the search goes on.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { CostMetrics, Crash } from '../../schemas/metrics.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { TrialLine, TrialRequest } from '../../schemas/trial.ts';
import type { Proposal } from '../method/black-box-method.ts';
import type { Evaluation } from '../method/decision-log.ts';
import { noScore, type Objectives, type Score, worstScore } from '../method/score.ts';
import { type FinishedTrial, readTrial, type TrialPort } from './finished-trial.ts';
import type { SearchObserver } from './search-observer.ts';

/** What a search says of its trials. `A`: what its method proposes. */
export interface TrialKind<A> {
  readonly id: (proposed: A) => string;
  /** Those of the task, by which methods compare. */
  readonly objectives: Objectives;
  /** Why there is nothing to train, such as that a proposal is no architecture; undefined where there is. */
  readonly problem?: (proposed: A) => string | undefined;
  /**
   * Duration on the logical clock, known before the trial.
   *
   * @param before the trial that it continues, where it continues one
   */
  readonly seconds: (trial: Proposal<A>, before: Proposal<A> | undefined) => number;
  /** @param before what the trial continues, where it continues one */
  readonly request: (trial: Proposal<A>, before: FinishedTrial | undefined) => Omit<TrialRequest, 'number'>;
  readonly score: (finished: FinishedTrial, trial: Proposal<A>) => Score;
  /** Whether what was measured counts as an architecture; all do by default. */
  readonly isValid?: (finished: FinishedTrial, trial: Proposal<A>) => boolean;
  /** Lines of the search's trajectory besides those of the trial's own. */
  readonly lines?: (trial: Proposal<A>, finished: FinishedTrial) => readonly JsonObject[];
  /** What a person wants to watch. */
  readonly metric?: (finished: FinishedTrial) => { readonly name: string; readonly value: number };
}

export interface AskedTrialsOptions<A> {
  readonly kind: TrialKind<A>;
  readonly port: TrialPort;
  /** Trials that are expected, for progress; there may be more. */
  readonly expected: number;
  readonly progress: SearchObserver['progress'];
}

interface Finished<A> {
  readonly trial: Proposal<A>;
  readonly finished: FinishedTrial;
}

export class AskedTrials<A> {
  readonly #options: AskedTrialsOptions<A>;
  readonly #finished = new Map<number, Finished<A>>();
  /** Why there was nothing to train, by the number of the trial. */
  readonly #invalid = new Map<number, string>();

  constructor(options: AskedTrialsOptions<A>) {
    this.#options = options;
  }

  /** Of everything that was trained, crashed trials included; summed in the order of asking, which rounding depends on. */
  get cost(): CostMetrics {
    const total = { multiplyAdds: 0, architectures: 0 };
    for (const { finished } of this.#inOrder()) {
      total.multiplyAdds += finished.metrics.cost?.multiplyAdds ?? 0;
      total.architectures += 1;
    }
    return total;
  }

  get crashes(): readonly Crash[] {
    return this.#inOrder().flatMap(({ finished }) => finished.metrics.crash ?? []);
  }

  /** As `trials.jsonl` names them. */
  get lines(): readonly TrialLine[] {
    return this.#inOrder().map(({ trial, finished: { key, outputs } }) => {
      const { number, architecture, epochs } = trial;
      return { trial: number, architecture: this.#options.kind.id(architecture), epochs, key, outputs };
    });
  }

  finishedOf(trial: number): FinishedTrial | undefined {
    return this.#finished.get(trial)?.finished;
  }

  /** What the trajectory says of a trial, once it is finished. */
  linesOf(number: number, architecture: string, epochs: number): readonly JsonObject[] {
    const reason = this.#invalid.get(number);
    if (reason !== undefined) return [{ phase: 'invalid', trial: number, architecture, epochs, reason }];
    const known = this.#finished.get(number);
    if (!known) return [];
    const { trial, finished } = known;
    const { crash } = finished.metrics;
    return [
      ...finished.lines.map((line) => ({ ...line, trial: number })),
      ...(crash
        ? [{ phase: 'crash', trial: number, architecture, epochs, reason: crash.message }]
        : (this.#options.kind.lines?.(trial, finished) ?? [])),
    ];
  }

  seconds = (trial: Proposal<A>): number =>
    this.#problem(trial) === undefined ? this.#options.kind.seconds(trial, this.#before(trial)?.trial) : 0;

  #before({ resumes }: Proposal<A>): Finished<A> | undefined {
    return resumes === undefined ? undefined : this.#finished.get(resumes);
  }

  evaluate = async (trial: Proposal<A>): Promise<Result<Evaluation, JobFailure>> => {
    const { kind, port } = this.#options;
    const seconds = this.seconds(trial);
    const problem = this.#problem(trial);
    if (problem !== undefined) {
      this.#invalid.set(trial.number, problem);
      this.#progress();
      return ok({ score: worstScore(kind.objectives), seconds, isValid: false });
    }
    const before = this.#before(trial)?.finished;
    const read = readTrial(await port({ number: trial.number, ...kind.request(trial, before) }));
    if (!read.ok) return read;
    const { value: finished } = read;
    this.#finished.set(trial.number, { trial, finished });
    this.#progress(finished);
    if (finished.metrics.crash) return ok({ score: noScore(kind.objectives), seconds, isValid: true });
    return ok({
      score: kind.score(finished, trial),
      seconds,
      isValid: kind.isValid?.(finished, trial) ?? true,
    });
  };

  #problem = ({ architecture }: Proposal<A>): string | undefined =>
    this.#options.kind.problem?.(architecture);

  #inOrder(): readonly Finished<A>[] {
    return [...this.#finished].sort(([a], [b]) => a - b).map(([, finished]) => finished);
  }

  /** Trials are of different lengths, so that their number is the only total that is known. */
  #progress(latest?: FinishedTrial): void {
    const { kind, expected, progress } = this.#options;
    const done = this.#finished.size + this.#invalid.size;
    const metric = latest && !latest.metrics.crash ? kind.metric?.(latest) : undefined;
    const hits = [...this.#finished.values()].filter(({ finished }) => finished.isHit).length;
    progress(done, Math.max(expected, done), metric, hits);
  }
}
