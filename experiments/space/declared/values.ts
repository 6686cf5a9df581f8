/** The values of all decisions of a declared space: which of them take part, drawing and changing them. */

import { orderDecisions } from '../../../schemas/declared-space/decision-order.ts';
import { type Decision, type Decisions, decisionsOf } from '../../../schemas/declared-space/decisions.ts';
import type { DeclaredParameter, DeclaredSpace } from '../../../schemas/declared-space/declaration.ts';
import { type Scalar, sizeOf, valueAt } from '../../../schemas/declared-space/domain.ts';
import type { Draws } from '../../rng/draws.ts';
import { sampleParameter } from '../config-space.ts';
import { parameterOf } from './parameter-of.ts';

/**
 * For each decision the index of its value in its domain, for a float the value itself; undefined where it takes no
 * part.
 */
export type Values = readonly (number | undefined)[];

export class ValueChoices {
  readonly decisions: Decisions;
  /** Numbers of decisions, each after those that decide about it. */
  readonly order: readonly number[];
  readonly #tests: readonly { readonly decision: number; readonly indices: ReadonlySet<number> }[];
  readonly #byName: ReadonlyMap<string, readonly number[]>;

  constructor(space: DeclaredSpace) {
    this.decisions = decisionsOf(space);
    this.order = orderDecisions(this.decisions).order;
    this.#tests = this.decisions.tests.map(({ decision, indices }) => ({
      decision,
      indices: new Set(indices),
    }));
    const byName = new Map<string, number[]>();
    this.decisions.all.forEach(({ parameter: { name } }, i) => {
      byName.set(name, [...(byName.get(name) ?? []), i]);
    });
    this.#byName = byName;
  }

  /** The numbers of a parameter's decisions, layer by layer. */
  numbersOf = ({ name }: Pick<DeclaredParameter, 'name'>): readonly number[] => this.#byName.get(name) ?? [];

  /** @param value gives the value of a decision that takes part */
  decide(value: (decision: Decision, number: number) => number | undefined): Values {
    const values: (number | undefined)[] = this.decisions.all.map(() => undefined);
    for (const number of this.order) {
      const decision = this.decisions.all[number];
      if (decision && this.takesPart(number, values)) values[number] = value(decision, number);
    }
    return values;
  }

  /** The decisions that this one depends on must be decided. */
  takesPart = (number: number, values: Values): boolean =>
    this.decisions.all[number]?.needs.every((test) => this.#holds(test, values)) ?? false;

  isForbidden = (values: Values): boolean =>
    this.decisions.forbidden.some((combination) => combination.every((test) => this.#holds(test, values)));

  /** Another value for one of the decisions that take part and have two; what takes part anew is drawn. */
  change(values: Values, draws: Draws): Values | undefined {
    const open = this.decisions.all.flatMap(({ parameter }, i) =>
      values[i] !== undefined && sizeOf(parameter.domain) > 1 ? [i] : [],
    );
    if (open.length === 0) return undefined;
    const changed = draws.pick(open);
    return this.decide((decision, number) => {
      if (number === changed) return otherValue(decision, values[number] ?? 0, draws);
      return values[number] ?? drawValue(decision, draws);
    });
  }

  /** How many decisions can be changed. */
  openIn = (values: Values): number =>
    this.decisions.all.filter(({ parameter }, i) => values[i] !== undefined && sizeOf(parameter.domain) > 1)
      .length;

  /** How many layers a repeated parameter has; undefined where it takes no part. */
  layersIn({ name, layers, when }: DeclaredParameter, values: Values): number | undefined {
    const numbers = this.numbersOf({ name });
    const byLayer = new Set(
      when.flatMap(({ parameter }) => {
        const others = this.numbersOf({ name: parameter });
        return others.length > 1 ? others : [];
      }),
    );
    const counter = layers?.by == null ? undefined : this.numbersOf({ name: layers.by })[0];
    const needed = this.decisions.all[numbers[0] ?? -1]?.needs ?? [];
    const isPresent = needed.every((test) => {
      const { decision } = this.#tests[test] ?? { decision: -1 };
      return byLayer.has(decision) || decision === counter || this.#holds(test, values);
    });
    if (!isPresent) return undefined;
    if (counter === undefined) return numbers.length;
    const index = values[counter];
    const domain = this.decisions.all[counter]?.parameter.domain;
    return index === undefined || !domain ? undefined : Number(valueAt(domain, index));
  }

  #holds(test: number, values: Values): boolean {
    const { decision, indices } = this.#tests[test] ?? { decision: -1, indices: new Set<number>() };
    const value = values[decision];
    return value !== undefined && indices.has(value);
  }
}

/** What a genotype holds for an index. */
export const scalarOf = ({ domain }: DeclaredParameter, value: number): Scalar =>
  domain.kind === 'float' ? value : valueAt(domain, value);

/** Uniform on the parameter's scale. */
export function drawValue({ parameter: { name, domain } }: Decision, draws: Draws): number {
  const value = sampleParameter(parameterOf(name, domain), draws);
  return domain.kind === 'integer' ? value - domain.low : value;
}

function otherValue(decision: Decision, value: number, draws: Draws): number {
  for (;;) {
    const other = drawValue(decision, draws);
    if (other !== value) return other;
  }
}
