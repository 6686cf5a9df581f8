/** Random search: independent uniform samples (Li and Talwalkar 2019, section 3.1). */

import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import type { BlackBoxMethod, Sampler } from './black-box-method.ts';
import { Ledger } from './ledger.ts';
import { defineBlackBox } from './module.ts';
import { budget, tinyBudget } from './settings.ts';

export const method = defineBlackBox({
  kind: 'random',
  description: 'Random search: every sampled architecture is measured alone.',
  source: 'Li and Talwalkar 2019, section 3.1',
  settings: budget,
  example: { evaluations: 24 },
  tiny: { random: tinyBudget },
  propose: (_, { variation }, options) => randomSearch(variation, options),
});

export interface SingleFidelityOptions {
  /** Length of every trial. */
  readonly epochs: number;
  readonly key: Key;
}

export interface RandomSearchOptions extends SingleFidelityOptions {
  /** Trials in all; without it the search has no end of its own. */
  readonly evaluated?: number;
}

export function randomSearch<A>(space: Sampler<A>, options: RandomSearchOptions): BlackBoxMethod<A> {
  const { epochs, evaluated = Number.POSITIVE_INFINITY } = options;
  const trials = split(options.key, 'trial');
  const ledger = new Ledger<A>();
  return {
    ask() {
      if (ledger.asked >= evaluated) return undefined;
      // A key of its own for each trial: the fifth sample is the same whoever else draws.
      return ledger.open(space.sample(draws(split(trials, ledger.asked))), epochs);
    },
    tell: (trial, score) => void ledger.close(trial, score),
    best: () => ledger.best,
  };
}
