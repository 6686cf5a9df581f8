/**
 * Regularised evolution (Real et al., AAAI 2019, algorithm 1): the best of a random sample of the population gets a
 * child, and the oldest member dies.
 *
 * Published settings: population 100, sample 10 with replacement and one changed parameter (nas_benchmarks);
 * population 50, sample 10 without replacement and the mutation of every edge and operation (notebook of
 * NAS-Bench-101). An architecture that is none scores an error of 100% and so stays in the population as its worst.
 */
import { count } from '../../schemas/setting.ts';
import { type Draws, draws } from '../rng/draws.ts';
import { split } from '../rng/key.ts';
import type { BlackBoxMethod, ScoredTrial, Variation } from './black-box-method.ts';
import { isCrashed, Ledger } from './ledger.ts';
import { defineBlackBox } from './module.ts';
import type { SingleFidelityOptions } from './random.ts';
import { compareScores } from './score.ts';
import { budget, tinyBudget } from './settings.ts';

export const method = defineBlackBox({
  kind: 'regularized-evolution',
  description: 'Regularised evolution: the oldest dies, the best of a sample is mutated.',
  source: 'Real et al. 2019, algorithm 1',
  settings: {
    ...budget,
    population: count('Population', 'Architectures that are alive at a time.', { default: 100 }),
    sample: count('Sample', 'Architectures drawn for each tournament.', { default: 10 }),
  },
  example: { evaluations: 500 },
  tiny: { 'regularized-evolution': { ...tinyBudget, population: 2, sample: 1 } },
  propose: (settings, { variation }, options) =>
    regularizedEvolution(variation, { ...settings, ...options, replacement: true }),
});

export interface EvolutionOptions extends SingleFidelityOptions {
  /** Members; so many trials are random. */
  readonly population: number;
  /** Members that compete to be the parent. */
  readonly sample: number;
  /** Whether a member can compete more than once. */
  readonly replacement: boolean;
}

/**
 * A member's age counts from when its score is told. Trials that are asked for while the population is not yet known
 * compete among the members there are; before the first of them the method waits. A trial that crashed is no member;
 * while there are none at all, trials are random.
 */
export function regularizedEvolution<A>(space: Variation<A>, options: EvolutionOptions): BlackBoxMethod<A> {
  const { population, epochs } = options;
  expectSample(options);
  // One sequence for all trials: each depends on those before it anyway, and a key for each would take half of the
  // time of a search on a table.
  const source = draws(split(options.key, 'trials'));
  const ledger = new Ledger<A>();
  const members: ScoredTrial<A>[] = [];
  return {
    ask() {
      const isOrphan = members.length === 0;
      if (ledger.asked >= population && isOrphan && ledger.pending > 0) return 'wait';
      if (ledger.asked < population || isOrphan) return ledger.open(space.sample(source), epochs);
      return ledger.open(space.mutate(tournament(members, options, source).architecture, source), epochs);
    },
    tell(trial, score) {
      const member = ledger.close(trial, score);
      if (isCrashed(member)) return;
      members.push(member);
      if (members.length > population) members.shift();
    },
    best: () => ledger.best,
  };
}

/** The best competitor, the one drawn first of equals. */
function tournament<A>(
  members: readonly ScoredTrial<A>[],
  { sample, replacement }: EvolutionOptions,
  source: Draws,
): ScoredTrial<A> {
  let best: ScoredTrial<A> | undefined;
  // For ten competitors a list is quicker to search than a set.
  const drawn: number[] = [];
  for (let i = 0; i < sample && (replacement || i < members.length); i += 1) {
    let at = source.below(members.length);
    while (!replacement && drawn.includes(at)) at = source.below(members.length);
    if (!replacement) drawn.push(at);
    const member = members[at];
    if (member && (!best || compareScores(member.score, best.score) < 0)) best = member;
  }
  if (!best) throw new Error('Internal error: a tournament without competitors');
  return best;
}

function expectSample({ population, sample, replacement }: EvolutionOptions): void {
  if (sample < 1 || population < 1 || (!replacement && sample > population)) {
    throw new TypeError(
      `Expected a sample of 1 to ${population} (the population), got \`${sample}\` of \`${population}\``,
    );
  }
}
