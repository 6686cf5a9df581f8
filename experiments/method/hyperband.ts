/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016) and Hyperband (Li et al., JMLR 18, 2018, with the bracket
 * sizes of HpBandSter), both synchronous: a rung waits for its last trial.
 */

import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import type { BlackBoxMethod, Sampler, ScoredTrial } from './black-box-method.ts';
import { Bracket, type Start } from './bracket.ts';
import { Ledger } from './ledger.ts';
import { defineBlackBox } from './module.ts';
import { halvingRungs, hyperbandRungs, type Rung, type RungOptions, rungEpochs } from './rungs.ts';
import { budget, halving, tinyHalving } from './settings.ts';

export const method = defineBlackBox({
  kind: 'hyperband',
  description: 'Hyperband: successive halving from several lowest budgets in turn.',
  source: 'Li et al. 2018, algorithm 1',
  settings: { ...budget, ...halving },
  example: { minEpochs: 4, maxEpochs: 108, simulatedSeconds: 10000000 },
  tiny: { hyperband: tinyHalving },
  trialEpochs: rungEpochs,
  propose: (settings, { variation }, { key }) => hyperband(variation, { ...settings, key }),
});

export interface HalvingOptions extends RungOptions {
  readonly key: Key;
}

export interface SuccessiveHalvingOptions extends HalvingOptions {
  /** Trials of the first rung. */
  readonly configurations: number;
}

export interface HyperbandOptions extends HalvingOptions {
  /** Brackets; without it the search has no end of its own. */
  readonly brackets?: number;
}

/** Where new architectures come from, and who learns from the scores. */
export interface Source<A> {
  /** @param number of the trial that will be the architecture's first */
  propose(number: number): A;
  learn(trial: ScoredTrial<A>): void;
}

/** Over when its last rung is. */
export function successiveHalving<A>(
  space: Sampler<A>,
  options: SuccessiveHalvingOptions,
): BlackBoxMethod<A> {
  const rungs = halvingRungs(options.configurations, options);
  return inBrackets(randomSource(space, options.key), () => rungs, 1);
}

export const hyperband = <A>(space: Sampler<A>, options: HyperbandOptions): BlackBoxMethod<A> =>
  inBrackets(
    randomSource(space, options.key),
    (iteration) => hyperbandRungs(iteration, options),
    options.brackets ?? Number.POSITIVE_INFINITY,
  );

function randomSource<A>(space: Sampler<A>, key: Key): Source<A> {
  const trials = split(key, 'trial');
  return { propose: (number) => space.sample(draws(split(trials, number))), learn: () => undefined };
}

/**
 * Brackets one after the other. While a rung waits, free workers start on the next bracket, as in HpBandSter; so the
 * method says `wait` only when no further bracket may begin.
 */
export function inBrackets<A>(
  source: Source<A>,
  rungsOf: (iteration: number) => readonly Rung[],
  brackets: number,
): BlackBoxMethod<A> {
  const ledger = new Ledger<A>();
  const ownerOf = new Map<number, Bracket<A>>();
  let active: readonly Bracket<A>[] = [];
  let begun = 0;
  /** A trial to start and its bracket; brackets that are over are forgotten on the way. */
  const next = (): { readonly start: Start<A>; readonly bracket: Bracket<A> } | undefined => {
    for (const bracket of active) {
      const start = bracket.next();
      if (start === undefined) active = active.filter((other) => other !== bracket);
      else if (start !== 'wait') return { start, bracket };
    }
    if (begun >= brackets) return undefined;
    active = [...active, new Bracket<A>(rungsOf(begun))];
    begun += 1;
    return next();
  };
  return {
    ask() {
      const found = next();
      if (!found) return active.length > 0 ? 'wait' : undefined;
      const { start, bracket } = found;
      const { epochs, promoted } = start;
      const architecture = promoted ? promoted.architecture : source.propose(ledger.asked);
      const trial = ledger.open(architecture, epochs, promoted?.number);
      ownerOf.set(trial.number, bracket);
      return trial;
    },
    tell(trial, score) {
      const scored = ledger.close(trial, score);
      ownerOf.get(scored.number)?.tell(scored);
      ownerOf.delete(scored.number);
      source.learn(scored);
    },
    best: () => ledger.best,
  };
}
