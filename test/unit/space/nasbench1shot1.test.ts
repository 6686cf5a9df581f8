import { describe, expect, test } from 'vitest';
import { type Bench1Shot1Cell, toSpec } from '../../../experiments/space/nasbench1shot1/cell.ts';
import { discretise, strongestCell } from '../../../experiments/space/nasbench1shot1/discretise.ts';
import {
  countSpace,
  enumerateSpace,
  type SubspaceCounts,
} from '../../../experiments/space/nasbench1shot1/enumerate.ts';
import {
  blockCount,
  parentSets,
  type SpaceNumber,
} from '../../../experiments/space/nasbench1shot1/layout.ts';
import { nasbench1shot1 } from '../../../experiments/space/nasbench1shot1/space.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import { prune } from '../../../experiments/space/nasbench101/prune.ts';
import oracles from '../../fixtures/nasbench1shot1.json' with { type: 'json' };
import { describeSpace } from './describe-space.ts';

const spaces: readonly SpaceNumber[] = [1, 2, 3];
const numberOf = (value: number): SpaceNumber => (value === 1 ? 1 : value === 2 ? 2 : 3);

for (const number of spaces) describeSpace(`nasbench1shot1 space ${number}`, nasbench1shot1(number));

/** Our own counts of the choices in which every block reaches the output. */
const complete: Readonly<Record<SpaceNumber, SubspaceCounts>> = {
  1: { parentChoices: 38, labelled: 3_078, cells: 2_484 },
  2: { parentChoices: 138, labelled: 11_178, cells: 7_236 },
  3: { parentChoices: 445, labelled: 108_135, cells: 49_032 },
};

describe('counts by every rule', () => {
  test.each(spaces)('space %i has the published numbers', (number) => {
    const counts = countSpace(number);
    const oracle = oracles.counts[number];
    expect(counts).toMatchObject({
      parentChoices: oracle.with_loose_ends_adjacencies,
      labelled: oracle['raw_adjacency_x_3^n'],
      labelledWhereUsed: oracle['sum_over_adj_3^(nodes with an outgoing edge)'],
      labelledWhereKept: oracle['sum_over_adj_3^(nodes left after pruning)'],
      prunedGraphs: oracle.distinct_pruned_labelled,
      cells: oracle.unique_nb101_hashes,
      chained: {
        parentChoices: oracle.without_loose_ends_adjacencies,
        labelled: oracle.without_loose_ends_specs,
        cells: oracle.without_loose_ends_unique_hashes,
      },
    });
    expect(counts.complete).toEqual(complete[number]);
    expect(nasbench1shot1(number).count).toBe(BigInt(counts.cells));
  });

  test.each(spaces)('space %i has the published number of parent sets at each node', (number) => {
    const published = Object.entries(oracles.cardinalities[number]).filter(([name]) =>
      name.endsWith('parents'),
    );
    expect(published.map((_, i) => parentSets(number, i + 1).length)).toEqual(published.map(([, n]) => n));
  });
});

function cellOf(config: Readonly<Record<string, unknown>>, blocks: number): Bench1Shot1Cell {
  return {
    ops: Array.from({ length: blocks }, (_, i) => String(config[`choice_block_${i + 1}_op`])),
    parents: Array.from({ length: blocks + 1 }, (_, i) => {
      const set = config[`choice_block_${i + 1}_parents`];
      return Array.isArray(set) ? set.map(Number) : [];
    }),
  };
}

describe('official examples', () => {
  test.each(oracles.configToSpec)('space $search_space: a configuration becomes $hash', (oracle) => {
    const number = numberOf(oracle.search_space);
    const spec = toSpec(number, cellOf(oracle.config, blockCount(number)));
    expect(spec).toEqual({ matrix: oracle.matrix7, ops: oracle.ops7 });
    expect(cellHash(spec)).toBe(oracle.hash);
  });

  test.each(oracles.alphaToSpec)('space $search_space: architecture weights become $hash', (oracle) => {
    const { mixed_op: mixedOps, inputs, output } = oracle.alphas;
    const spec = discretise(numberOf(oracle.search_space), { mixedOps, inputs, output });
    expect(spec).toEqual({ matrix: oracle.matrix7, ops: oracle.ops7 });
    expect(prune(spec)).toEqual({ matrix: oracle.pruned_matrix, ops: oracle.pruned_ops });
    expect(cellHash(spec)).toBe(oracle.hash);
    // With its loose ends the same choice is a cell of the space.
    const choice = strongestCell(numberOf(oracle.search_space), { mixedOps, inputs, output });
    expect(cellHash(toSpec(numberOf(oracle.search_space), choice))).toBe(oracle.hash);
  });
});

describe('the cells of a space', () => {
  test('every architecture that weights or configurations name is among them', () => {
    const hashes = new Set(Array.from(enumerateSpace(1), ({ hash }) => hash));
    expect(hashes.size).toBe(2_685);
    const named = [...oracles.configToSpec, ...oracles.alphaToSpec].filter((one) => one.search_space === 1);
    expect(named.map(({ hash }) => hashes.has(hash))).toEqual(named.map(() => true));
  });
});

describe('what is refused', () => {
  test('a cell with too many parents', () => {
    const cell = {
      ops: ['maxpool3x3', 'maxpool3x3', 'maxpool3x3', 'maxpool3x3'],
      parents: [[0], [0], [0, 1], [0, 1], [0, 2]],
    };
    expect(() => toSpec(1, cell)).toThrow(
      new TypeError(
        'Expected a cell of NAS-Bench-1Shot1 space 1: parents[1]: expected 2 different nodes in [0, 1], rising',
      ),
    );
  });

  test('architecture weights of another space', () => {
    const rows = Array.from({ length: 4 }, () => [0, 0, 0]);
    expect(() => discretise(3, { mixedOps: rows, inputs: [], output: [0] })).toThrow(
      new TypeError(
        'Expected weights of NAS-Bench-1Shot1 space 3: 5 rows of 3 operations, 6 output weights and 4 rows of input weights',
      ),
    );
  });
});
