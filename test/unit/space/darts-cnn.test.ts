import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { discretise } from '../../../experiments/space/darts-cnn/discretise.ts';
import { edgeIndex, edges, operationIndex } from '../../../experiments/space/darts-cnn/operations.ts';
import { cellCount, dartsCnn } from '../../../experiments/space/darts-cnn/space.ts';
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import { exp } from '../../../schemas/exact-math.ts';
import { readGolden } from '../../util/fixtures.ts';
import { NumpyRandomState } from '../../util/numpy-legacy.ts';
import { describeSpace } from './describe-space.ts';
import { sampleOfficially } from './official-cnn-sampler.ts';

describeSpace('darts-cnn with none', dartsCnn('with-none'));
describeSpace('darts-cnn without none', dartsCnn('without-none'));

const darts: CnnGenotype = {
  normal: [
    ['sep_conv_3x3', 0],
    ['sep_conv_3x3', 1],
    ['sep_conv_3x3', 0],
    ['sep_conv_3x3', 1],
    ['sep_conv_3x3', 1],
    ['skip_connect', 0],
    ['skip_connect', 0],
    ['dil_conv_3x3', 2],
  ],
  normal_concat: [2, 3, 4, 5],
  reduce: [
    ['max_pool_3x3', 0],
    ['max_pool_3x3', 1],
    ['skip_connect', 2],
    ['max_pool_3x3', 1],
    ['max_pool_3x3', 0],
    ['skip_connect', 2],
    ['skip_connect', 2],
    ['max_pool_3x3', 1],
  ],
  reduce_concat: [2, 3, 4, 5],
};
const space = dartsCnn('without-none');

describe('darts-cnn', () => {
  test('the numbers of cells are the published ones', () => {
    expect(cellCount('without-none')).toBe(1_037_664_180n);
    expect(cellCount('with-none')).toBe(3_019_898_880n);
    expect(space.count).toBe(1_037_664_180n ** 2n);
  });

  test('edges are listed by node and then by source', () => {
    expect(edges.length).toBe(14);
    edges.forEach(({ node, source }, i) => {
      expect(edgeIndex(node, source)).toBe(i);
    });
  });

  test('the id of the published DARTS cell is fixed', () => {
    expect(space.id(darts)).toMatchInlineSnapshot(
      `"dc69e89720319e9f7788415f1d29fb64166fe95ef67347139bb676629cdab72d"`,
    );
  });

  test('swapping the two inputs of a node keeps the id', () => {
    const [first, second, ...rest] = darts.normal;
    const swapped = { ...darts, normal: [second, first, ...rest] as GenotypeEdge[] };
    expect(space.id(swapped)).toBe(space.id(darts));
  });

  test('none is sampled only where it is allowed', () => {
    const without = draws(key(1));
    const with_ = draws(key(1));
    const uses = (genotype: CnnGenotype): boolean => genotype.normal.some(([op]) => op === 'none');
    expect(Array.from({ length: 200 }, () => space.sample(without)).some(uses)).toBe(false);
    expect(Array.from({ length: 200 }, () => dartsCnn('with-none').sample(with_)).some(uses)).toBe(true);
  });

  test('operations and pairs of sources are sampled evenly', () => {
    const source = draws(key(2));
    const counts = new Map<string, number>();
    for (let i = 0; i < 3000; i += 1) {
      const { normal } = space.sample(source);
      const pair = [normal[4]?.[1] ?? 0, normal[5]?.[1] ?? 0].sort().join();
      for (const name of [pair, normal[4]?.[0] ?? '']) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(6 + 7);
    for (const [name, count] of counts) {
      expect(Math.abs(count - 3000 / (name.includes(',') ? 6 : 7)), name).toBeLessThan(100);
    }
  });

  test('every problem of a genotype is told at its place', () => {
    const broken = {
      normal: [['sep_conv_9x9', 0], ['none', 2], ...darts.normal.slice(2)],
      normal_concat: [2, 3, 4],
      reduce: [['max_pool_3x3', 1], ['max_pool_3x3', 1], ...darts.reduce.slice(2)],
      reduce_concat: [2, 3, 4, 5],
    };
    const names =
      'max_pool_3x3, avg_pool_3x3, skip_connect, sep_conv_3x3, sep_conv_5x5, dil_conv_3x3, dil_conv_5x5';
    expect(space.validate(broken)).toEqual([
      `normal[0]: expected an operation of ${names}, got \`sep_conv_9x9\``,
      `normal[1]: expected an operation of ${names}, got \`none\``,
      'normal[1]: expected a source in [0, 1], got `2`',
      'normal_concat: expected [2, 3, 4, 5]',
      'reduce: node 2 takes source 1 twice; its two sources must differ',
    ]);
    expect(space.validate({ ...darts, normal: darts.normal.slice(1) })).toEqual([
      'normal: expected 8 [operation, source] pairs, two for each node',
    ]);
  });
});

describe('darts-cnn against the official code', () => {
  test('alphas give the official genotypes', () => {
    const cases = readGolden('genotype_parse.json').DARTS_CNN;
    const softmaxed = (alphas: { data: number[] }): number[][] =>
      edges.map((_, row) => {
        const powers = alphas.data.slice(8 * row, 8 * row + 8).map(exp);
        const sum = powers.reduce((a, b) => a + b, 0);
        return powers.map((power) => power / sum);
      });
    expect(cases.length).toBeGreaterThan(0);
    for (const { alphas_normal, alphas_reduce, genotype } of cases) {
      expect(discretise(softmaxed(alphas_normal), softmaxed(alphas_reduce))).toEqual(genotype);
    }
  });

  const oracle = readGolden('rsws_sampler.json');

  test('the numpy generator gives the official numbers', () => {
    const integers = new NumpyRandomState(0);
    expect(Array.from({ length: 5 }, () => integers.uint32())).toEqual(oracle.mt19937_seed0_first5_uint32);
    const uniforms = new NumpyRandomState(0);
    expect(Array.from({ length: 3 }, () => uniforms.uniform())).toEqual(oracle.random_random_seed0_first3);
  });

  test.each([
    [0, 'cnn_seed0_first3'],
    [3, 'cnn_seed3_first3'],
  ])('the official sampler gives the official first architectures of seed %d', (seed, name) => {
    const random = new NumpyRandomState(seed);
    const asPairs = (cell: readonly GenotypeEdge[]): number[][] =>
      cell.map(([op, source]) => [source, operationIndex(op)]);
    for (const { normal_pred_op, reduce_pred_op } of oracle[name]) {
      const { normal, reduce } = sampleOfficially(random);
      expect([asPairs(normal), asPairs(reduce)]).toEqual([normal_pred_op, reduce_pred_op]);
    }
  });

  test('the official sampler reaches the published best cell', () => {
    const best = oracle.cnn_best_reconstruction;
    const random = new NumpyRandomState(best.seed);
    for (let i = 0; i < best.train_samples_skipped + best.eval_index0; i += 1) sampleOfficially(random);
    const { normal, reduce } = sampleOfficially(random);
    expect({ normal, reduce }).toEqual({ normal: best.normal, reduce: best.reduce });
  });
});
