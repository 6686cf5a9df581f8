/** The loop of every search whose trials are trained one by one: a method on the logical clock, asking a queue of trials. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { CostMetrics } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { BlackBoxMethod } from '../method/black-box-method.ts';
import type { Decision } from '../method/decision-log.ts';
import { type Incumbent, runOnLogicalClock } from '../method/logical-clock.ts';
import type { SearchObserver } from './search-observer.ts';
import type { TrialLog } from './trial-log.ts';
import { type Crash, type TrialKind, TrialQueue } from './trial-queue.ts';

export interface TrialSearch<A, M> {
  readonly method: BlackBoxMethod<A>;
  readonly kind: TrialKind<A, M>;
  /** When it ends, as for the clock. */
  readonly end: {
    readonly logicalWorkers: number;
    readonly evaluations: number;
    readonly simulatedSeconds: number;
  };
  readonly log: TrialLog;
  readonly observer: SearchObserver;
  /** Whether the trajectory says what was decided. */
  readonly tellsDecisions: boolean;
  /** What the trajectory says of an incumbent, if anything. */
  readonly incumbentLine?: (incumbent: Incumbent<A>) => JsonObject;
  /** What a trial without a score that did not crash was, such as `found no cell that the table records`. */
  readonly withoutScore: string;
}

export interface TrialSearchOutcome<A, M> {
  readonly architecture: A;
  /** By the trial of the architecture. */
  readonly measured: M;
  readonly cost: CostMetrics;
  readonly decisions: readonly Decision[];
}

/**
 * The trajectory is in the order of the clock: it has the lines of a trial where the clock sees it finish. Fails as a
 * trial fails that did not crash, and when no trial has a score.
 */
export async function searchByTrials<A, M>(
  search: TrialSearch<A, M>,
): Promise<Result<TrialSearchOutcome<A, M>, JobFailure>> {
  const { kind, observer, log, end } = search;
  const decisions: Decision[] = [];
  const queue = new TrialQueue<A, M>({ kind, expected: end.evaluations, log, progress: observer.progress });
  const searched = await runOnLogicalClock<A, JobFailure>({
    ...end,
    method: search.method,
    evaluate: queue.evaluate,
    seconds: queue.seconds,
    id: kind.id,
    onDecision: (decision) => {
      decisions.push(decision);
      const { event, trial: number, architecture, epochs } = decision;
      const lines = event === 'finish' ? queue.linesOf({ number, architecture, epochs }) : [];
      for (const line of lines) observer.line(line);
      if (search.tellsDecisions) observer.line({ phase: 'decision', ...decision });
    },
  });
  if (!searched.ok) return searched;
  const { incumbents, trials } = searched.value;
  const best = incumbents.at(-1);
  const measured = best && queue.measuredBy(best.trial.number);
  if (!best || measured === undefined) return withoutScore(queue, trials, search.withoutScore);
  for (const incumbent of incumbents) {
    const line = search.incumbentLine?.(incumbent);
    if (line) observer.line(line);
  }
  return ok({ architecture: best.trial.architecture, measured, cost: queue.cost, decisions });
}

function withoutScore(
  { crashes, cost }: Pick<TrialQueue<never, unknown>, 'crashes' | 'cost'>,
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
