/**
 * Local search (White, Nolen, Savani, UAI 2021, algorithm 1): all neighbours of an architecture are measured, the best
 * of them is next if it is better; at a local optimum the search starts again from a random architecture.
 *
 * Architectures that were measured before are not measured again; their first score counts. A decision needs
 * all neighbours, so that the order in which their scores are told does not matter.
 */

import { draws } from '../rng/draws.ts';
import { split } from '../rng/key.ts';
import { type Neighbourhood, neighbourhood } from '../space/variation.ts';
import type { BlackBoxMethod, ScoredTrial } from './black-box-method.ts';
import { decoded } from './decoded.ts';
import { compareTrials, isCrashed, Ledger } from './ledger.ts';
import { defineBlackBox } from './module.ts';
import type { SingleFidelityOptions } from './random.ts';
import { compareScores } from './score.ts';
import { budget, tinyBudget } from './settings.ts';

export const method = defineBlackBox({
  kind: 'local-search',
  description: 'Local search: moves to the first better neighbour, and starts again where there is none.',
  source: 'White, Nolen and Savani 2021, algorithm 1',
  settings: budget,
  example: { evaluations: 500 },
  tiny: { 'local-search': tinyBudget },
  propose: (_, { config }, options) => decoded(localSearch(neighbourhood(config), options), config),
});

/** Random starts in a row that may all have been measured before; then the space counts as exhausted. */
const maxKnownStarts = 1_000;

export function localSearch<A>(space: Neighbourhood<A>, options: SingleFidelityOptions): BlackBoxMethod<A> {
  const climb = new Climb(space, options);
  return {
    ask: () => climb.ask(),
    tell: (trial, score) => climb.ledger.note(trial, score),
    best: () => climb.ledger.best,
  };
}

/** A ledger that remembers every score. */
class Memory<A> extends Ledger<A> {
  readonly #scored = new Map<string, ScoredTrial<A>>();
  readonly #asked = new Set<string>();
  readonly #id: (architecture: A) => string;

  constructor(id: (architecture: A) => string) {
    super();
    this.#id = id;
  }

  note(trial: { readonly number: number }, score: ScoredTrial<A>['score']): void {
    const scored = this.close(trial, score);
    this.#scored.set(this.#id(scored.architecture), scored);
  }

  markAsked(architecture: A): void {
    this.#asked.add(this.#id(architecture));
  }

  wasAsked = (architecture: A): boolean => this.#asked.has(this.#id(architecture));

  scoreOf = (architecture: A): ScoredTrial<A> | undefined => this.#scored.get(this.#id(architecture));
}

class Climb<A> {
  readonly ledger: Memory<A>;
  readonly #space: Neighbourhood<A>;
  readonly #options: SingleFidelityOptions;
  #starts = 0;
  #isOver = false;
  /** What the next decision compares: a random start alone, or all neighbours of `#place`. */
  #candidates: readonly A[] = [];
  #unasked: A[] = [];
  #place: ScoredTrial<A> | undefined;

  constructor(space: Neighbourhood<A>, options: SingleFidelityOptions) {
    this.#space = space;
    this.#options = options;
    this.ledger = new Memory((architecture) => space.id(architecture));
  }

  ask(): ReturnType<BlackBoxMethod<A>['ask']> {
    let knownStarts = 0;
    while (this.#unasked.length === 0) {
      if (this.#isOver) return undefined;
      if (this.ledger.pending > 0) return 'wait';
      if (!this.#decide()) {
        this.#startAnew();
        knownStarts += 1;
        this.#isOver = knownStarts > maxKnownStarts;
      }
    }
    const architecture = this.#unasked.shift() as A;
    this.ledger.markAsked(architecture);
    return this.ledger.open(architecture, this.#options.epochs);
  }

  /** Moves to the best candidate. @returns false at a local optimum, where all crashed, and before the first start */
  #decide(): boolean {
    const best = this.#candidates.map(this.ledger.scoreOf).reduce(better, undefined);
    if (!best || isCrashed(best) || (this.#place && compareScores(best.score, this.#place.score) >= 0))
      return false;
    this.#place = best;
    const neighbours = [...this.#space.neighbours(best.architecture)];
    draws(split(this.#options.key, 'neighbours', best.number)).shuffle(neighbours);
    this.#compareNext(neighbours);
    return true;
  }

  #startAnew(): void {
    this.#place = undefined;
    this.#compareNext([this.#space.sample(draws(split(this.#options.key, 'start', this.#starts)))]);
    this.#starts += 1;
  }

  #compareNext(candidates: readonly A[]): void {
    this.#candidates = candidates;
    this.#unasked = candidates.filter((candidate) => !this.ledger.wasAsked(candidate));
  }
}

const better = <A>(
  a: ScoredTrial<A> | undefined,
  b: ScoredTrial<A> | undefined,
): ScoredTrial<A> | undefined => (!a || (b && compareTrials(b, a) < 0) ? b : a);
