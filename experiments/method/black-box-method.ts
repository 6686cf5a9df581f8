/**
 * Black-box search: the method asks for architectures to be trained and is told their scores. It does no I/O, knows
 * no clock, and decides the same whenever it is told the same in the same order.
 */
import type { Score } from './score.ts';

export type { Sampler, Variation } from '../space/variation.ts';

/** One training that the method wants measured. */
export interface Proposal<A> {
  /** 0-based, in the order of asking. More epochs for an architecture of before are a trial of their own. */
  readonly number: number;
  readonly architecture: A;
  /** Length of the training, counted from its very start. */
  readonly epochs: number;
  /**
   * The trial of this architecture with fewer epochs whose success led to this one. Whether the training goes on
   * from there or starts anew is for the evaluator to choose, and to charge.
   */
  readonly resumes?: number;
}

export interface ScoredTrial<A> extends Proposal<A> {
  readonly score: Score;
}

export interface BlackBoxMethod<A> {
  /**
   * The next trial; `wait` when the method can say more only after a trial that is under way; undefined when the search
   * is over. Asking again after `wait` or undefined changes nothing.
   */
  ask(): Proposal<A> | 'wait' | undefined;
  /** @throws TypeError for a trial that was not asked for, or was told before */
  tell(trial: Pick<Proposal<A>, 'number'>, score: Score): void;
  /** The best trial so far whatever its epochs, the earliest of equals; undefined before the first score. */
  best(): ScoredTrial<A> | undefined;
}
