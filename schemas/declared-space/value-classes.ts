/** The values of a decision in classes that no test tells apart, so that counting looks at each class once. */
import type { Decisions } from './decisions.ts';
import { sizeOf } from './domain.ts';

export interface ValueClass {
  /** The tests that hold for its values. */
  readonly holds: ReadonlySet<number>;
  /** Indices of its values, rising; of all others where it `excludes` them. */
  readonly indices: readonly number[];
  readonly excludes: boolean;
  /** How many values it has; a continuum counts as one. */
  readonly size: number;
}

/** The classes of each decision. A float has one. */
export function valueClasses({ all, tests }: Decisions): readonly (readonly ValueClass[])[] {
  const byDecision: number[][] = all.map(() => []);
  tests.forEach(({ decision }, test) => {
    byDecision[decision]?.push(test);
  });
  return all.map(({ parameter: { domain } }, decision) => {
    const holding = new Map<number, number[]>();
    for (const test of byDecision[decision] ?? []) {
      for (const index of tests[test]?.indices ?? [])
        holding.set(index, [...(holding.get(index) ?? []), test]);
    }
    const classes = new Map<string, { readonly holds: readonly number[]; readonly indices: number[] }>();
    for (const [index, holds] of [...holding].sort(([a], [b]) => a - b)) {
      const known = classes.get(holds.join(' '));
      if (known) known.indices.push(index);
      else classes.set(holds.join(' '), { holds, indices: [index] });
    }
    const named = [...classes.values()].map(
      ({ holds, indices }): ValueClass => ({
        holds: new Set(holds),
        indices,
        excludes: false,
        size: indices.length,
      }),
    );
    const rest = Number.isFinite(sizeOf(domain)) ? sizeOf(domain) - holding.size : 1;
    const indices = [...holding.keys()].sort((a, b) => a - b);
    return rest > 0 ? [...named, { holds: new Set(), indices, excludes: true, size: rest }] : named;
  });
}
