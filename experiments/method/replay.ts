/**
 * Continues a search after a crash: what its log saw finish is taken from there, everything else is measured. The method
 * is asked and told from the start again, which gives the same decisions and costs nothing.
 */
import { ok } from '../../schemas/result.ts';
import type { Proposal } from './black-box-method.ts';
import { type Decision, evaluationOf, finishedTrials } from './decision-log.ts';
import type { ClockOptions } from './logical-clock.ts';

type Evaluate<A, F> = ClockOptions<A, F>['evaluate'];

/** @throws Error from the evaluation of a trial that the log has under another architecture or budget */
export function replaying<A, F>(
  log: Iterable<Decision>,
  { id, evaluate }: Pick<ClockOptions<A, F>, 'id' | 'evaluate'>,
): Evaluate<A, F> {
  const finished = finishedTrials(log);
  return (trial: Proposal<A>) => {
    const known = finished.get(trial.number);
    if (!known) return evaluate(trial);
    if (known.architecture !== id(trial.architecture) || known.epochs !== trial.epochs) {
      throw new Error(
        `Internal error: the log of another search: its trial ${trial.number} is a different one`,
      );
    }
    return ok(evaluationOf(known));
  };
}
