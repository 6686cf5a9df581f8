/** Random search: independent uniform samples (Li and Talwalkar 2019, section 3.1). */
import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import type { SearchSpace } from '../space/search-space.ts';
import type { BlackBoxMethod, ScoredTrial, Trial } from './black-box-method.ts';
import { compareScores, type Score } from './score.ts';

export interface RandomSearchOptions {
  /** Trials in all. */
  readonly evaluated: number;
  readonly key: Key;
}

export function randomSearch<A>(space: SearchSpace<A>, options: RandomSearchOptions): BlackBoxMethod<A> {
  const open = new Set<number>();
  let asked = 0;
  let best: ScoredTrial<A> | undefined;
  const isBetter = (trial: Trial<A>, score: Score): boolean => {
    if (!best) return true;
    const order = compareScores(score, best.score);
    return order < 0 || (order === 0 && trial.number < best.number);
  };
  return {
    ask() {
      if (asked >= options.evaluated) return undefined;
      const number = asked;
      asked += 1;
      open.add(number);
      // A key of its own for each trial: the fifth sample is the same whoever else draws.
      return { number, architecture: space.sample(draws(split(options.key, 'trial', number))) };
    },
    tell(trial, score) {
      if (!open.delete(trial.number)) {
        throw new TypeError(`Expected a trial that is being measured, got trial ${trial.number}`);
      }
      if (isBetter(trial, score)) best = { ...trial, score };
    },
    best: () => best,
  };
}
