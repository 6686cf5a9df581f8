/**
 * A declaration as single decisions, one for each layer of a repeated parameter, and the tests by which some of them
 * decide about others.
 */
import type { Combination, DeclaredParameter, DeclaredSpace } from './declaration.ts';
import { type Domain, sizeOf, valueAt } from './domain.ts';

export interface Decision {
  readonly parameter: DeclaredParameter;
  /** From 0; null where the parameter has one value. */
  readonly layer: number | null;
  /** Numbers of tests, all of which must hold for it to take part. */
  readonly needs: readonly number[];
}

/** A question about the value of one decision; no for one that takes no part. */
export interface Test {
  readonly decision: number;
  /** In the decision's domain, rising. */
  readonly indices: readonly number[];
}

export interface Decisions {
  readonly all: readonly Decision[];
  readonly tests: readonly Test[];
  /** Tests that never all hold, one list for each combination and layer. */
  readonly forbidden: readonly (readonly number[])[];
}

export function decisionsOf({ parameters, forbidden }: DeclaredSpace): Decisions {
  const places = parameters.flatMap((parameter) =>
    layersOf(parameter).map((layer) => ({ parameter, layer })),
  );
  const numbers = new Map(places.map(({ parameter, layer }, i) => [keyOf(parameter.name, layer), i]));
  const tests = new TestList(numbers);
  const all = places.map(({ parameter, layer }): Decision => {
    const reached = layer === null ? [] : tests.reaches(parameter, layer, parameters);
    return { parameter, layer, needs: [...reached, ...tests.of(parameter.when, layer)] };
  });
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return {
    all,
    forbidden: forbidden.flatMap((combination) => {
      const repeated = combination.map(({ parameter }) => byName.get(parameter)).find((it) => it?.layers);
      return (repeated ? layersOf(repeated) : [null]).map((layer) => tests.of(combination, layer));
    }),
    tests: tests.all,
  };
}

const layersOf = ({ layers }: DeclaredParameter): readonly (number | null)[] =>
  layers ? Array.from({ length: layers.most }, (_, layer) => layer) : [null];

const keyOf = (name: string, layer: number | null): string => (layer === null ? name : `${name} ${layer}`);

/** Equal tests are one. */
class TestList {
  readonly all: Test[] = [];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #known = new Map<string, number>();

  constructor(numbers: ReadonlyMap<string, number>) {
    this.#numbers = numbers;
  }

  /** The tests of a combination in one layer; parameters with one value are asked for that. */
  of(combination: Combination, layer: number | null): readonly number[] {
    return combination.map(({ parameter, indices }) => {
      const decision = this.#numbers.get(keyOf(parameter, layer)) ?? this.#numbers.get(parameter);
      return this.#add(decision ?? -1, indices);
    });
  }

  /** Whether there is such a layer: more of them than its number. */
  reaches(
    { layers }: DeclaredParameter,
    layer: number,
    parameters: readonly DeclaredParameter[],
  ): readonly number[] {
    const counter = parameters.find(({ name }) => name === layers?.by);
    if (!counter) return [];
    const decision = this.#numbers.get(counter.name) ?? -1;
    return [this.#add(decision, indicesAbove(counter.domain, layer))];
  }

  #add(decision: number, indices: readonly number[]): number {
    const key = `${decision}: ${indices.join(' ')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.all.length);
    return this.all.push({ decision, indices }) - 1;
  }
}

const indicesAbove = (domain: Domain, layer: number): readonly number[] =>
  Array.from({ length: sizeOf(domain) }, (_, index) => index).filter((index) => {
    const value = valueAt(domain, index);
    return typeof value === 'number' && value > layer;
  });
