import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { edgeBit, matrixOf } from '../../../experiments/space/nasbench101/edge-bits.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import { prune } from '../../../experiments/space/nasbench101/prune.ts';
import { drawCell, mutateSpec } from '../../../experiments/space/nasbench101/random-spec.ts';
import { fullSize, nasbench101 } from '../../../experiments/space/nasbench101/space.ts';
import { edgeCount } from '../../../experiments/space/nasbench101/spec.ts';
import oracles from '../../fixtures/nasbench101.json' with { type: 'json' };
import { isQuick, quickReason } from '../../util/real-data.ts';
import { describeSpace } from './describe-space.ts';

describeSpace('nasbench101 over specs', nasbench101('specs'));
describeSpace('nasbench101 over cells', nasbench101('cells'));

const space = nasbench101();

interface Rates {
  connected: number;
  valid: number;
  fewEdges: number;
  validBeforePruning: number;
  sizes: Record<string, number>;
}

function classify(matrices: Iterable<number>): Rates {
  const rates: Rates = { connected: 0, valid: 0, fewEdges: 0, validBeforePruning: 0, sizes: {} };
  const ops = ['input', ...new Array<string>(5).fill('maxpool3x3'), 'output'];
  for (const bits of matrices) {
    const matrix = matrixOf(bits, 7);
    const hasFewEdges = edgeCount(matrix) <= 9;
    if (hasFewEdges) rates.fewEdges += 1;
    const pruned = prune({ matrix, ops });
    if (!pruned) continue;
    rates.connected += 1;
    if (hasFewEdges) rates.validBeforePruning += 1;
    if (edgeCount(pruned.matrix) > 9) continue;
    rates.valid += 1;
    rates.sizes[pruned.ops.length] = (rates.sizes[pruned.ops.length] ?? 0) + 1;
  }
  return rates;
}

describe('random matrices of seven vertices', () => {
  const exact = oracles.randomMatrices;

  test('all of them: the exact numbers of valid and connected ones', ({ skip }) => {
    skip(isQuick, quickReason);
    const rates = classify(Array(2 ** 21).keys());
    expect(rates).toEqual({
      connected: exact.connected,
      valid: exact.valid_after_prune_le9_edges,
      fewEdges: exact.raw_edges_le9,
      validBeforePruning: exact.raw_edges_le9_and_connected,
      sizes: exact.pruned_vertices_hist_of_valid,
    });
  }, 300_000);

  test('a seeded sample has the exact rates within four standard errors', () => {
    const n = 10_000;
    const source = draws(key(1));
    const rates = classify(Array.from({ length: n }, () => source.below(2 ** 21)));
    for (const [found, count] of [
      [rates.valid, exact.valid_after_prune_le9_edges],
      [rates.validBeforePruning, exact.raw_edges_le9_and_connected],
      [rates.connected, exact.connected],
    ] as const) {
      const rate = count / 2 ** 21;
      expect(Math.abs(found / n - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / n));
    }
  });
});

describe('sampling and mutation', () => {
  test('cells drawn uniformly have seven vertices as often as the space does', () => {
    const source = draws(key(2));
    const n = 4_000;
    const found = Array.from({ length: n }, () => drawCell(source)).filter((cell) => cell.ops.length === 7);
    const rate = 359_082 / 423_624;
    expect(Math.abs(found.length / n - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / n));
  });

  test('the mutation of the released notebook flips edges and operations at its rates', () => {
    const source = draws(key(3));
    const ops = ['input', ...new Array<string>(5).fill('maxpool3x3'), 'output'];
    // Only input -> output: whatever the operations become, the child is in the space, so that none is drawn again.
    const parent = { matrix: matrixOf(1 << edgeBit(0, 6), 7), ops };
    let changed = 0;
    const n = 2_000;
    for (let i = 0; i < n; i += 1) {
      const child = mutateSpec(parent, source, { edge: 0, operation: 1 / 5 });
      expect(child.matrix).toEqual(parent.matrix);
      changed += child.ops.filter((op, v) => op !== ops[v]).length;
    }
    expect(changed / n).toBeGreaterThan(0.93);
    expect(changed / n).toBeLessThan(1.07);
  });

  test('a parent outside the space is refused', () => {
    const parent = { matrix: matrixOf(0, 3), ops: ['input', 'maxpool3x3', 'output'] };
    expect(() => mutateSpec(parent, draws(key(4)))).toThrow(
      new TypeError('Expected a parent in the space: matrix: expected a path from input to output'),
    );
  });

  test('a lone edge from input to output can still be mutated', () => {
    const identity = {
      matrix: [
        [0, 1],
        [0, 0],
      ],
      ops: ['input', 'output'],
    };
    const child = space.mutate(identity, draws(key(4)));
    expect(space.id(child)).not.toBe(space.id(identity));
  });
});

describe('ids and codes', () => {
  test('isomorphic specs have one id', () => {
    const [inception, stored] = oracles.specs;
    if (!inception || !stored) throw new Error('no oracles');
    expect(space.id(inception)).toBe(space.id(stored));
  });

  test('a smaller cell is encoded at full size and keeps its hash', () => {
    for (const spec of oracles.specs.filter((one) => one.in_space)) {
      expect(cellHash(fullSize(spec))).toBe(spec.hash);
      expect(space.id(space.decode(space.encode(spec)))).toBe(space.id(spec));
    }
  });
});
