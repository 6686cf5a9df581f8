/**
 * Black-box search: the method asks for architectures to be measured and is told their scores. It does no I/O, knows
 * no clock, and decides the same whenever it is told the same.
 */
import type { Score } from './score.ts';

export interface Trial<A> {
  /** 0-based, in the order of asking. */
  readonly number: number;
  readonly architecture: A;
}

export interface ScoredTrial<A> extends Trial<A> {
  readonly score: Score;
}

export interface BlackBoxMethod<A> {
  /** The next trial to measure, or undefined when the search is over. */
  ask(): Trial<A> | undefined;
  /** @throws TypeError for a trial that was not asked for, or was told before */
  tell(trial: Trial<A>, score: Score): void;
  /** The best trial so far, the earliest of equals; undefined before the first `tell`. */
  best(): ScoredTrial<A> | undefined;
}
