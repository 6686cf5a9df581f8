import { describe, expect, test } from 'vitest';
import { embeddedCells } from '../../../experiments/benchmark/embedded-cells.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import type { Bench1Shot1Cell } from '../../../experiments/space/nasbench1shot1/cell.ts';
import { cellProblems } from '../../../experiments/space/nasbench1shot1/cell.ts';
import { operations, type SpaceNumber } from '../../../experiments/space/nasbench1shot1/layout.ts';
import { nasbench1shot1 } from '../../../experiments/space/nasbench1shot1/space.ts';
import { mutateAsStudied } from '../../../experiments/space/nasbench1shot1/study-mutation.ts';
import { tableOf } from '../../../experiments/space/nasbench1shot1/table.ts';

const nameOf = (cell: Bench1Shot1Cell): string => JSON.stringify([cell.ops, cell.parents]);

/** The chance of each child, by going through all draws. */
function childrenOf(space: SpaceNumber, cell: Bench1Shot1Cell): ReadonlyMap<string, number> {
  const chances = new Map<string, number>();
  const add = (child: Bench1Shot1Cell, chance: number): void => {
    chances.set(nameOf(child), (chances.get(nameOf(child)) ?? 0) + chance);
  };
  add(cell, 1 / 3);
  for (const [at, old] of cell.ops.entries()) {
    for (const op of operations) {
      if (op !== old) add({ ...cell, ops: cell.ops.with(at, op) }, 1 / 3 / cell.ops.length / 2);
    }
  }
  const nodes = { 1: [3, 4, 5], 2: [2, 3, 4, 5], 3: [2, 3, 4, 5, 6] }[space];
  for (const node of nodes) {
    const set = cell.parents[node - 1] ?? [];
    const others = Array.from({ length: node }, (_, other) => other).filter((one) => !set.includes(one));
    for (const removed of set) {
      for (const added of others) {
        const swapped = [...set.filter((parent) => parent !== removed), added].sort();
        const child = { ...cell, parents: cell.parents.with(node - 1, swapped) };
        add(child, 1 / 3 / nodes.length / set.length / others.length);
      }
    }
  }
  return chances;
}

describe.each([1, 2, 3] as const)('evolution of the study in space %i', (space) => {
  const cell = nasbench1shot1(space).sample(draws(key(space)));
  const expected = childrenOf(space, cell);

  test('gives each child its chance, the parent a third', () => {
    expect([...expected.values()].reduce((sum, chance) => sum + chance)).toBeCloseTo(1, 12);
    const count = 40_000;
    const seen = new Map<string, number>();
    for (let i = 0; i < count; i += 1) {
      const child = mutateAsStudied(space, cell, draws(split(key(9), i)));
      seen.set(nameOf(child), (seen.get(nameOf(child)) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual([...expected.keys()].sort());
    let chiSquared = 0;
    for (const [name, chance] of expected) {
      chiSquared += ((seen.get(name) ?? 0) - count * chance) ** 2 / (count * chance);
    }
    const freedom = expected.size - 1;
    expect(chiSquared).toBeLessThan(freedom + 4 * Math.sqrt(2 * freedom));
  });

  test('gives cells of the space, and is what a table is searched with', () => {
    const { variation } = tableOf(space).searched(embeddedCells(), {
      redraw: true,
      edges: 'after-pruning',
    });
    let same = 0;
    let parent = variation.sample(draws(key(5)));
    for (let i = 0; i < 500; i += 1) {
      const child = variation.mutate(parent, draws(split(key(6), i)));
      expect(cellProblems(space, child)).toEqual([]);
      if (nameOf(child) === nameOf(parent)) same += 1;
      parent = child;
    }
    expect(same).toBeGreaterThan(500 / 3 - 60);
  });
});
