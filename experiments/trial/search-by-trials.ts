/**
 * The loop of every search whose trials are computed one by one: a method on the logical clock, which asks the runner for
 * trials. It computes nothing itself, so that its decisions are the same however many trials really run side by side.
 */
import type { ArchitectureFile } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { CostMetrics, Crash } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { trialsFile } from '../../schemas/trial.ts';
import type { BlackBoxMethod } from '../method/black-box-method.ts';
import { type Decision, validationValues } from '../method/decision-log.ts';
import { type Incumbent, runOnLogicalClock } from '../method/logical-clock.ts';
import { AskedTrials, type TrialKind } from './asked-trials.ts';
import type { FinishedTrial, TrialPort } from './finished-trial.ts';
import type { SearchObserver } from './search-observer.ts';

export interface TrialSearch<A> {
  readonly method: BlackBoxMethod<A>;
  readonly kind: TrialKind<A>;
  /** When it ends, as for the clock. */
  readonly end: {
    readonly logicalWorkers: number;
    readonly evaluations: number;
    readonly simulatedSeconds: number;
    readonly totalEpochs?: number;
  };
  /** Trials that it will take, for progress; those of `end` without it. */
  readonly expected?: number;
  readonly port: TrialPort;
  readonly observer: SearchObserver;
  /** What the trajectory says of an incumbent besides its time, trial and scores. */
  readonly incumbentFields?: (incumbent: Incumbent<A>) => JsonObject;
  /** What a trial without a score that did not crash was, such as `found no cell that the table records`. */
  readonly withoutScore: string;
}

export interface TrialSearchOutcome {
  /** Of the best trial. */
  readonly best: FinishedTrial;
  readonly architecture: ArchitectureFile;
  readonly cost: CostMetrics;
  /** The log of the clock, and the trials that the search rests on. */
  readonly lines: Readonly<Record<string, readonly JsonObject[]>>;
}

/**
 * The trajectory is in the order of the clock: it has the lines of a trial where the clock sees it finish. Fails as a
 * trial fails that did not crash, and when no trial has a score.
 */
export async function searchByTrials<A>(
  search: TrialSearch<A>,
): Promise<Result<TrialSearchOutcome, JobFailure>> {
  const { kind, observer, port, end } = search;
  const decisions: Decision[] = [];
  const { progress } = observer;
  const trials = new AskedTrials<A>({ kind, port, expected: search.expected ?? end.evaluations, progress });
  const searched = await runOnLogicalClock<A, JobFailure>({
    ...end,
    method: search.method,
    evaluate: trials.evaluate,
    seconds: trials.seconds,
    id: kind.id,
    onDecision: (decision) => {
      decisions.push(decision);
      const { event, trial, architecture, epochs } = decision;
      const lines = event === 'finish' ? trials.linesOf(trial, architecture, epochs) : [];
      for (const line of lines) observer.line(line);
      observer.line({ phase: 'decision', ...decision });
    },
  });
  if (!searched.ok) return searched;
  const { incumbents } = searched.value;
  const winner = incumbents.at(-1);
  const best = winner && trials.finishedOf(winner.trial.number);
  if (!best?.architecture) return withoutScore(trials, searched.value.trials, search.withoutScore);
  for (const incumbent of incumbents) {
    observer.line({ ...incumbentLine(incumbent), ...search.incumbentFields?.(incumbent) });
  }
  const lines = {
    'decisions.jsonl': decisions.map((decision) => ({ ...decision })),
    [trialsFile]: trials.lines.map((line) => ({ ...line })),
  };
  return ok({ best, architecture: best.architecture, cost: trials.cost, lines });
}

const incumbentLine = ({ time, trial, score }: Incumbent<unknown>): JsonObject => ({
  phase: 'incumbent',
  time,
  trial: trial.number,
  ...validationValues(score),
});

function withoutScore(
  { crashes, cost }: { readonly crashes: readonly Crash[]; readonly cost: CostMetrics },
  trials: number,
  others: string,
): Result<never, JobFailure> {
  const [first] = crashes;
  if (!first) {
    const message = `No trial has a score: each of the ${trials} ${others}`;
    return fail({
      reason: 'job-refused',
      message,
      hint: 'Raise evaluations, so that more of them are tried',
    });
  }
  const rest = trials - crashes.length;
  const all = rest === 0 ? `all ${trials} crashed` : `${crashes.length} crashed, the other ${rest} ${others}`;
  const message = `No trial has a score: ${all}. ${reasonsOf(crashes)}`;
  return fail({ reason: 'diverged', message, hint: first.hint, multiplyAdds: cost.multiplyAdds });
}

/** The most reasons that a message lists. */
const listed = 3;

/** Each reason once, with how often it occurred, in the order of first occurrence. */
export function reasonsOf(crashes: readonly Crash[]): string {
  const counts = new Map<string, number>();
  for (const { message } of crashes) counts.set(message, (counts.get(message) ?? 0) + 1);
  const texts = [...counts].slice(0, listed).map(([message, count]) => `${message} (${count} of them)`);
  const more = counts.size - texts.length;
  return `${texts.join('; ')}${more > 0 ? `; ${more} other reason(s)` : ''}`;
}
