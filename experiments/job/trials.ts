/** What searches that try one thing after another have in common. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Decision } from '../method/decision-log.ts';
import { type ClockOptions, type ClockOutcome, runOnLogicalClock } from '../method/logical-clock.ts';

export interface LoggedOutcome<A> extends ClockOutcome<A> {
  readonly decisions: readonly Decision[];
}

/** Runs a method on the logical clock and keeps its log. */
export async function searchOnClock<A, F = JobFailure>(
  options: ClockOptions<A, F>,
): Promise<Result<LoggedOutcome<A>, F>> {
  const decisions: Decision[] = [];
  const searched = await runOnLogicalClock({
    ...options,
    onDecision: (decision) => {
      decisions.push(decision);
      options.onDecision?.(decision);
    },
  });
  return searched.ok ? ok({ ...searched.value, decisions }) : searched;
}

/** The log as an output of the job. */
export const decisionLines = (
  decisions: readonly Decision[],
  lineOf: (decision: Decision) => JsonObject = (decision) => ({ ...decision }),
): Readonly<Record<string, readonly JsonObject[]>> => ({ 'decisions.jsonl': decisions.map(lineOf) });

/** One call after the other, in the order of calling: networks share one engine, so two trainings must not interleave. */
export function inTurn<T, R>(act: (value: T) => Promise<R>): (value: T) => Promise<R> {
  let last: Promise<unknown> = Promise.resolve();
  return (value) => {
    const acted = last.then(() => act(value));
    last = acted.catch(() => undefined);
    return acted;
  };
}
