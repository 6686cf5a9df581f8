/**
 * Counts the combinations of all decisions exactly, conditions and forbidden combinations included, and walks through
 * them. Dynamic programming over the open tests: what was decided matters to the rest by their answers alone.
 */

import { type OrderedDecisions, orderDecisions } from './decision-order.ts';
import { type Decisions, decisionsOf } from './decisions.ts';
import type { DeclaredSpace } from './declaration.ts';
import { type DeclarationProblems, Said } from './declaration-problem.ts';
import { type ValueClass, valueClasses } from './value-classes.ts';

/** What counting may cost: choices looked at, times the open tests. */
const mostWork = 8_000_000;

/** How much a class of values counts, and a decision that takes no part. */
export interface Weights {
  of(decision: number, values: ValueClass): bigint;
  absent(decision: number): bigint;
}

/** Every value counts once. */
const byNumber: Weights = { of: (_, { size }) => BigInt(size), absent: () => 1n };

/** Undefined for a decision that takes no part. */
export type Chosen = ValueClass | undefined;

interface Option {
  readonly chosen: Chosen;
  readonly answers: string;
  readonly weight: bigint;
}

export class Combinations {
  readonly decisions: Decisions;
  readonly #ordered: OrderedDecisions;
  readonly #classes: readonly (readonly ValueClass[])[];
  readonly #weights: Weights;
  /** For each place, from the answers to its open tests to the weight of all that may follow. */
  readonly #totals: readonly Map<string, bigint>[];
  #work = 0;

  constructor(space: DeclaredSpace, weights: Weights = byNumber) {
    this.decisions = decisionsOf(space);
    this.#ordered = orderDecisions(this.decisions);
    this.#classes = valueClasses(this.decisions);
    this.#weights = weights;
    this.#totals = this.#ordered.open.map(() => new Map<string, bigint>());
  }

  /** Undefined when the combinations hang together too closely to be counted. */
  get total(): bigint | undefined {
    const total = this.#total(0, '');
    return total < 0n ? undefined : total;
  }

  /**
   * One combination: for each decision the class of its value.
   * @param choose gives the number of one of some weights, none of them 0
   */
  walk(choose: (weights: readonly bigint[]) => number): readonly Chosen[] {
    const found: Chosen[] = this.decisions.all.map(() => undefined);
    let answers = '';
    this.#ordered.order.forEach((decision, place) => {
      const options = this.#options(place, answers).flatMap((option) => {
        const weight = option.weight * this.#total(place + 1, option.answers);
        return weight > 0n ? [{ option, weight }] : [];
      });
      const taken = options[choose(options.map(({ weight }) => weight))]?.option;
      if (!taken) throw new Error('Internal error: a walk without a way on');
      found[decision] = taken.chosen;
      answers = taken.answers;
    });
    return found;
  }

  /** Negative once it costs too much. */
  #total(place: number, answers: string): bigint {
    if (place === this.#ordered.order.length) return 1n;
    const totals = this.#totals[place];
    const known = totals?.get(answers);
    if (known !== undefined) return known;
    if (this.#work > mostWork) return -1n;
    let sum = 0n;
    for (const option of this.#options(place, answers)) {
      const rest = this.#total(place + 1, option.answers);
      if (rest < 0n) return rest;
      sum += option.weight * rest;
    }
    totals?.set(answers, sum);
    return sum;
  }

  /** What may be decided at a place, forbidden combinations left out. */
  #options(place: number, answers: string): readonly Option[] {
    const decision = this.#ordered.order[place] ?? -1;
    const open = this.#ordered.open[place] ?? [];
    const yes = new Set(open.filter((_, i) => answers[i] === '1'));
    const takesPart = this.decisions.all[decision]?.needs.every((test) => yes.has(test)) ?? false;
    const choices: readonly Chosen[] = takesPart ? (this.#classes[decision] ?? []) : [undefined];
    const following = this.#ordered.open[place + 1] ?? [];
    this.#work += choices.length * (1 + open.length + following.length);
    return choices.flatMap((chosen): readonly Option[] => {
      const holds = (test: number): boolean => yes.has(test) || (chosen?.holds.has(test) ?? false);
      if (this.#ordered.closing[place]?.some((combination) => combination.every(holds))) return [];
      const next = following.map((test) => (holds(test) ? '1' : '0')).join('');
      const weight = chosen ? this.#weights.of(decision, chosen) : this.#weights.absent(decision);
      return [{ chosen, answers: next, weight }];
    });
  }
}

/** Says what cannot be searched: no architecture, a single one, or combinations that cannot be counted. */
export function countArchitectures(space: DeclaredSpace, problems: DeclarationProblems): void {
  const total = new Combinations(space).total;
  const isContinuous = space.parameters.some(({ domain }) => domain.kind === 'float');
  if (total === undefined) {
    const expected = 'combinations that can be counted, with conditions between few parameters';
    const found = new Said('more than can be told apart');
    const place = space.forbidden.length > 0 ? 'forbidden' : 'parameters';
    problems.wrong([place], expected, found, {
      help: 'forbid fewer combinations, or condition on fewer parameters',
    });
  } else if (total === 0n) {
    const help = 'leave one of the forbidden combinations out';
    problems.wrong(['forbidden'], 'combinations that leave an architecture', new Said('none that is left'), {
      help,
    });
  } else if (total === 1n && !isContinuous && space.cells.every(isSingle)) {
    const place = space.parameters.length > 0 ? 'parameters' : 'cells';
    problems.wrong([place], 'at least two architectures', new Said('a single one'));
  }
}

/** All sources and one operation. */
const isSingle = ({ inputs, edges, operations }: DeclaredSpace['cells'][number]): boolean =>
  operations.length === 1 && edges.every((count, node) => count === inputs + node);
