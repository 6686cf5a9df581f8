import { describe, expect, test } from 'vitest';
import { cellProblems, keepReached, toSpec } from '../../../experiments/space/nasbench1shot1/cell.ts';
import { cellsWithoutLooseEnds } from '../../../experiments/space/nasbench1shot1/without-loose-ends.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';

// Counted by the generator of automl/nasbench-1shot1@cb0f0ec: graphs with labels, and their different hashes.
const counts = { 1: [2_487, 2_127], 2: [3_609, 3_258], 3: [24_066, 17_940] } as const;

describe.each([1, 2, 3] as const)('cells without loose ends of space %i', (space) => {
  const cells = [...cellsWithoutLooseEnds(space)];

  test('are as many as published, cells of the space, each once', () => {
    expect(cells.length).toBe(counts[space][0]);
    for (const cell of cells) expect(cellProblems(space, cell)).toEqual([]);
    const reachedOnly = cells.map(({ ops, parents }) => {
      const reached = keepReached(parents);
      return JSON.stringify([reached, ops.map((op, i) => (reached[i]?.length ? op : ''))]);
    });
    expect(new Set(reachedOnly).size).toBe(cells.length);
  });

  test('are as many different cells of NAS-Bench-101', () => {
    expect(new Set(cells.map((cell) => cellHash(toSpec(space, cell)))).size).toBe(counts[space][1]);
  });
});
