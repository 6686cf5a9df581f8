import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { vertexChannels } from '../../../experiments/space/nasbench101/channels.ts';
import { decodeA, decodeB, decodeC, edgesByRow } from '../../../experiments/space/nasbench101/encodings.ts';
import { cellHash, GraphHasher } from '../../../experiments/space/nasbench101/hash.ts';
import { trainableParameters } from '../../../experiments/space/nasbench101/parameters.ts';
import { domainProblems, isInDomain, prune } from '../../../experiments/space/nasbench101/prune.ts';
import { drawSpec } from '../../../experiments/space/nasbench101/random-spec.ts';
import { type CellSpec, cellSpec } from '../../../experiments/space/nasbench101/spec.ts';
import { canonicalCell } from '../../../experiments/space/nasbench101/symmetry.ts';
import oracles from '../../fixtures/nasbench101.json' with { type: 'json' };
import { areIsomorphic } from './isomorphism.ts';

const spec = (name: string): CellSpec => {
  const found = oracles.specs.find((one) => one.name === name);
  if (!found) throw new Error(`no oracle named ${name}`);
  return found;
};

describe('official examples', () => {
  test.each(oracles.specs)('$name prunes and is judged as the released code does', (oracle) => {
    const pruned = prune(cellSpec(oracle.matrix, oracle.ops));
    expect(pruned !== undefined).toBe(oracle.valid_connected);
    expect(isInDomain(oracle)).toBe(oracle.in_space ?? false);
    if (pruned) expect(pruned).toMatchObject({ matrix: oracle.pruned_matrix, ops: oracle.pruned_ops });
  });

  test.each(oracles.specs.filter((one) => one.valid_connected))(
    '$name has the official hash, channels and parameters',
    (oracle) => {
      const pruned = prune(oracle);
      expect(cellHash(oracle)).toBe(oracle.hash);
      expect(trainableParameters(oracle)).toBe(oracle.trainable_params_formula);
      expect(vertexChannels(128, 128, pruned?.matrix ?? [])).toEqual(oracle.vertex_channels_128_128);
      expect(vertexChannels(128, 256, pruned?.matrix ?? [])).toEqual(oracle.vertex_channels_128_256);
    },
  );

  test.each(oracles.vertexChannels)('channels from $in to $out are $channels', (oracle) => {
    expect(vertexChannels(oracle.in, oracle.out, oracle.matrix)).toEqual(oracle.channels);
  });

  test.each(oracles.realCells)('recorded cell $hash: hash, stored form and parameters', (cell) => {
    expect(cellHash(cell)).toBe(cell.hash);
    expect(canonicalCell(cell)).toEqual({ matrix: cell.matrix, ops: cell.ops });
    expect(trainableParameters(cell)).toBe(cell.parameters);
  });

  test('every intermediate digest of input -> conv3x3 -> output is the official one', () => {
    const chain = [
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ];
    const hasher = new GraphHasher(chain);
    expect(hasher.trace([-1, 0, -2])).toEqual(oracles.hashTrace.rounds);
    expect(hasher.hash([-1, 0, -2])).toBe(oracles.hashTrace.hash);
  });

  test('the Inception-like cell and its stored form are isomorphic', () => {
    const inception = spec('readme_inception_like');
    const { matrix, ops } = spec('inception_as_stored_in_dataset');
    expect(areIsomorphic(inception, { matrix, ops })).toBe(true);
    expect(canonicalCell(inception)).toEqual({ matrix, ops });
  });

  test('all encodings of the optimiser study name the Inception-like cell', () => {
    const { matrix, ops, hash } = {
      ...spec('readme_inception_like'),
      hash: '28cfc7874f6d200472e1a9dcd8650aa0',
    };
    const interior = ops.slice(1, -1);
    const edges = edgesByRow.map(([from, to]) => matrix[from]?.[to] ?? 0);
    expect(cellHash(decodeA(edges, interior))).toBe(hash);
    expect(cellHash(decodeB([0, 1, 2, 4, 10, 14, 15, 19, 20], interior))).toBe(hash);
    expect(
      decodeC(
        edges.map((edge, i) => edge + i / 100),
        9,
        interior,
      ),
    ).toEqual({ matrix, ops });
  });
});

describe('isomorphism', () => {
  test('it agrees with the hash and with the canonical form on random cells', () => {
    const source = draws(key(1));
    const specs = Array.from({ length: 120 }, () => drawSpec(source));
    let pairs = 0;
    for (const a of specs) {
      for (const b of specs) {
        const same = areIsomorphic(a, b);
        if (same && a !== b) pairs += 1;
        expect(cellHash(a) === cellHash(b)).toBe(same);
        expect(JSON.stringify(canonicalCell(a)) === JSON.stringify(canonicalCell(b))).toBe(same);
      }
    }
    expect(pairs).toBeGreaterThan(0);
  }, 60_000);
});

describe('what is refused', () => {
  test('a matrix that is not square, has too few operations or an edge downwards, all at once', () => {
    const matrix = [
      [0, 1, 0],
      [1, 0],
      [0, 0, 2],
    ];
    expect(() => cellSpec(matrix, ['input', 'output'])).toThrow(
      new TypeError(
        'Expected a cell: matrix[1]: expected 3 entries, so that the matrix is square; ' +
          'matrix[2][2]: expected 0 or 1, got `2`; ' +
          'ops: expected 3 operations, one for each row of the matrix',
      ),
    );
    const downwards = [
      [0, 1],
      [1, 0],
    ];
    expect(() => cellSpec(downwards, ['input', 'output'])).toThrow(
      new TypeError(
        'Expected a cell: matrix[1][0]: expected 0, since edges lead from lower to higher vertices',
      ),
    );
  });

  test('cells outside the space, with the reason', () => {
    expect(domainProblems(spec('prune_invalid'))).toEqual(['matrix: expected a path from input to output']);
    expect(domainProblems(spec('seven_full_21_edges'))).toEqual([
      'matrix: expected at most 9 edges on paths, got 21',
    ]);
    const unknown = { ...spec('single_conv3x3-bn-relu'), ops: ['input', 'conv7x7', 'output'] };
    expect(domainProblems(unknown)).toEqual([
      'ops: expected conv3x3-bn-relu, conv1x1-bn-relu, maxpool3x3 at vertex 1 of the pruned cell, got `conv7x7`',
    ]);
  });

  test('a hash of a cell without a path', () => {
    expect(() => cellHash(spec('prune_invalid'))).toThrow(
      new TypeError('Expected a cell with a path from input to output'),
    );
  });
});
