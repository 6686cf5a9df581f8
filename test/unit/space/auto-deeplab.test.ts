/** The Auto-DeepLab space: its sizes by enumeration, decoding against goldens and brute force, published networks. */
import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { cellCount, decodableCount } from '../../../experiments/space/auto-deeplab/cell-count.ts';
import { countAutoDeepLab } from '../../../experiments/space/auto-deeplab/counts.ts';
import { decodeCell, edgeCount, edgeIndex } from '../../../experiments/space/auto-deeplab/decode-cell.ts';
import { blocksOf } from '../../../experiments/space/auto-deeplab/genotype.ts';
import { space } from '../../../experiments/space/auto-deeplab/index.ts';
import { namedGenotypes } from '../../../experiments/space/auto-deeplab/named.ts';
import { operations } from '../../../experiments/space/auto-deeplab/operations.ts';
import { planNetwork } from '../../../experiments/space/auto-deeplab/plan-network.ts';
import { autoDeepLab } from '../../../experiments/space/auto-deeplab/space.ts';
import {
  arrowsInto,
  levelOf,
  levelsOf,
  moves,
  pathCount,
} from '../../../experiments/space/auto-deeplab/trellis.ts';
import {
  type ArrowValues,
  arrowProbabilities,
  viterbi,
} from '../../../experiments/space/auto-deeplab/viterbi.ts';
import { readFixture } from '../../util/fixtures.ts';

const oracles = readFixture('oracles/rl.json');
const published = namedGenotypes['Auto-DeepLab'];

/** Every path, from the finest to the coarsest strides as the last layers differ first. */
function allPaths(layers: number, first: readonly number[] = [4, 8]): readonly (readonly number[])[] {
  let paths: readonly (readonly number[])[] = first.map((stride) => [stride]);
  for (let l = 1; l < layers; l += 1) {
    paths = paths.flatMap((path) =>
      [4, 8, 16, 32]
        .filter((stride) => Math.abs(levelOf(stride) - levelOf(path.at(-1) ?? 4)) <= 1)
        .map((stride) => [...path, stride]),
    );
  }
  return paths;
}

const probabilityOf = (path: readonly number[], arrows: ArrowValues): number =>
  path.reduce((product, stride, l) => {
    const from = l === 0 ? 0 : levelOf(path[l - 1] ?? 4);
    return product * (arrows[l]?.[from]?.[levelOf(stride) - from + 1] ?? 0);
  }, 1);

function greedyPath(probabilities: ArrowValues): readonly number[] {
  const path: number[] = [];
  for (const [l, layer] of probabilities.entries()) {
    const from = levelOf(path[l - 1] ?? 4);
    const row = layer[from] ?? [];
    path.push(4 * 2 ** (from + (moves[row.indexOf(Math.max(...row))] ?? 0)));
  }
  return path;
}

const drawnLogits = (layers: number, seed: number): ArrowValues => {
  const source = draws(key(seed));
  return Array.from({ length: layers }, () =>
    Array.from({ length: 4 }, () => moves.map(() => 2 * source.normal())),
  );
};

describe('size', () => {
  test('cells and paths are counted by both rules', () => {
    expect(cellCount(5)).toBe(556_627_761_561_600n);
    expect(decodableCount(5)).toBe(762_683_172_300n);
    expect(pathCount(12)).toBe(75_025n);
    expect(pathCount(12, [0])).toBe(28_657n);
    expect(pathCount(12, [0]) * cellCount(5)).toBe(15_951_281_763_070_771_200n);
    expect(space.count).toBe(762_683_172_300n * 75_025n);
  });

  test('numbers of paths are those of the enumeration, for every length', () => {
    const { first_in_4_8_by_length: free, first_fixed_4_by_length: fixed } = oracles.adl_network_sequences;
    expect(free).toHaveLength(12);
    for (let layers = 1; layers <= 12; layers += 1) {
      expect(pathCount(layers)).toBe(BigInt(free[layers - 1]));
      expect(pathCount(layers, [0])).toBe(BigInt(fixed[layers - 1]));
    }
    expect(allPaths(12)).toHaveLength(75_025);
    expect(allPaths(12, [4])).toHaveLength(28_657);
  });

  test('a small space holds as many architectures as it counts', () => {
    const small = autoDeepLab(1, 3);
    const ids = new Set<string>();
    const source = draws(key(1));
    const count = Number(small.count);
    expect(count).toBe(49 * 13);
    // A coupon collector of a space this size needs about ln(n) + 5 rounds.
    for (let i = 0; i < 17 * count && ids.size < count; i += 1)
      ids.add(small.encode(small.sample(source)).join());
    expect(ids.size).toBe(count);
  });

  test('twelve layers have 45 nodes and 105 arrows', () => {
    const layers = Array.from({ length: 12 }, (_, l) => l);
    expect(layers.map((l) => arrowsInto(l).length)).toEqual(
      oracles.adl_network_sequences.arrows_per_layer_12,
    );
    expect(layers.reduce((sum, l) => sum + levelsOf(l), 0)).toBe(oracles.adl_network_sequences.node_count_12);
  });

  test('sampled paths are uniform', () => {
    const small = autoDeepLab(1, 3);
    const source = draws(key(3));
    const seen = new Map<string, number>();
    for (let i = 0; i < 13_000; i += 1) {
      const path = small.sample(source).path.join();
      seen.set(path, (seen.get(path) ?? 0) + 1);
    }
    expect(seen.size).toBe(13);
    // Standard deviation 30 about 1,000.
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});

describe('decoding a path', () => {
  test.each([1, 2, 3])('Viterbi finds what brute force over all 75,025 paths finds, betas %i', (seed) => {
    const probabilities = arrowProbabilities(drawnLogits(12, seed));
    const best = allPaths(12)
      .map((path) => ({ path, probability: probabilityOf(path, probabilities) }))
      .reduce((one, other) => (other.probability > one.probability ? other : one));
    expect(viterbi(probabilities)).toEqual(best);
  });

  test('the greedy path is half of the time another, and less probable', () => {
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const others = seeds.filter((seed) => {
      const probabilities = arrowProbabilities(drawnLogits(12, seed));
      const { path, probability } = viterbi(probabilities);
      const greedy = greedyPath(probabilities);
      expect(probabilityOf(greedy, probabilities)).toBeLessThanOrEqual(probability);
      return greedy.join() !== path.join();
    });
    expect(others.length).toBe(10);
  });

  test('of equally probable paths it takes the finer predecessor, from the end on', () => {
    // Powers of two, so that products of the same numbers in any order are equal.
    const arrows = [
      [[0, 0.5, 0.5]],
      [
        [0, 0.5, 0.5],
        [0.5, 0.25, 0.25],
      ],
    ];
    const probabilities = Array.from({ length: 6 }, (_, l) =>
      l < 2 ? (arrows[l] ?? []) : Array.from({ length: 4 }, (_level, from) => [from > 0 ? 0.5 : 0, 0.5, 0.5]),
    );
    const found = allPaths(6).map((path) => ({ path, probability: probabilityOf(path, probabilities) }));
    const most = Math.max(...found.map(({ probability }) => probability));
    const ties = found.filter(({ probability }) => probability === most).map(({ path }) => path);
    expect(ties.length).toBeGreaterThan(10);
    const byEnd = (a: readonly number[], b: readonly number[]): number => {
      const at = a.findLastIndex((stride, i) => stride !== b[i]);
      return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
    };
    expect(viterbi(probabilities).path).toEqual([...ties].sort(byEnd)[0]);
  });

  test('probabilities of the arrows that leave a node add up to one, and no other arrow has any', () => {
    const probabilities = arrowProbabilities(drawnLogits(12, 5));
    probabilities.forEach((layer, l) => {
      layer.forEach((row, from) => {
        const isNode = from < (l === 0 ? 1 : levelsOf(l - 1));
        expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(isNode ? 1 : 0, 12);
        moves.forEach((move, m) => {
          const leads =
            isNode && arrowsInto(l).some((arrow) => arrow.from === from && arrow.to === from + move);
          expect((row[m] ?? 0) > 0).toBe(leads);
        });
      });
    });
  });
});

describe('decoding a cell', () => {
  const golden = readFixture('golden/rl/adl_cell_decode.json');
  const names: Readonly<Record<string, string>> = {
    dil_conv_3x3: 'atrous_conv_3x3',
    dil_conv_5x5: 'atrous_conv_5x5',
  };
  // The golden's states 0 and 1 are ours in the other order.
  const stateOf = (predecessor: number): number => (predecessor < 2 ? 1 - predecessor : predecessor);
  const weights: number[][] = Array.from({ length: 20 }, () => []);
  for (let block = 0; block < 5; block += 1) {
    for (let predecessor = 0; predecessor < block + 2; predecessor += 1) {
      const row: readonly number[] = golden.softmax_alpha[edgeIndex(block, predecessor)];
      weights[edgeIndex(block, stateOf(predecessor))] = operations.map(
        (operation) =>
          row[golden.op_order.findIndex((word: string) => (names[word] ?? word) === operation)] ?? Number.NaN,
      );
    }
  }

  test('the golden is decoded, without none', () => {
    const cell = decodeCell(weights, 5);
    expect(golden.decode).toHaveLength(5);
    for (const { block, kept_predecessors: kept, ops_excluding_none: words } of golden.decode) {
      const expected = kept.map((predecessor: number, i: number) => [
        names[words[i]] ?? words[i],
        stateOf(predecessor),
      ]);
      expect(cell.slice(2 * block, 2 * block + 2)).toEqual(
        expected.sort((a: readonly [string, number], b: readonly [string, number]) => a[1] - b[1]),
      );
    }
  });

  test('of equals the earlier operation and the smaller states are kept', () => {
    const equal = Array.from({ length: edgeCount(3) }, () => operations.map(() => 0.125));
    expect(decodeCell(equal, 3)).toEqual(
      Array.from({ length: 3 }, () => [
        ['sep_conv_3x3', 0],
        ['sep_conv_3x3', 1],
      ]).flat(),
    );
    expect(() => decodeCell(equal, 4)).toThrow('Expected 14 rows of weights, got 9');
  });

  test('whatever is decoded belongs to the space', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const source = draws(split(key(9), seed));
      const alpha = Array.from({ length: 20 }, () => operations.map(() => source.normal()));
      const { path } = viterbi(arrowProbabilities(drawnLogits(12, seed)));
      expect(space.validate({ cell: decodeCell(alpha, 5), path })).toEqual([]);
    }
  });
});

describe('networks', () => {
  const golden = readFixture('golden/rl/architecture_params.json').auto_deeplab;
  const image = { height: 1025, width: 2049, channels: 3 };
  const shape = (filters: number, classes: number) => ({
    filters,
    classes,
    image,
    stemChannels: 64,
    headChannels: 256,
  });

  test.each([
    ['S', 20, 10_147_427],
    ['M', 32, 21_622_451],
    ['L', 48, 44_424_691],
  ])('Auto-DeepLab-%s has the published parameters', (size, filters, parameters) => {
    const oracle = golden[size];
    const count = countAutoDeepLab(published, shape(filters, 19));
    expect(count.parameters).toBe(parameters);
    expect(count.encoder.parameters).toBe(oracle.encoder_params);
    expect(count.multiplyAdds).toBe(oracle.macs_1025x2049_19cls);
    expect(count.cellWeights).toEqual(oracle.per_cell_conv_weights);
    expect(countAutoDeepLab(published, shape(filters, 21)).parameters).toBe(parameters + 514);
    expect(countAutoDeepLab(published, shape(filters, 150)).parameters).toBe(parameters + 33_667);
    const maps = planNetwork(published, shape(filters, 19)).cells.map(({ output }) => Object.values(output));
    expect(maps).toEqual(oracle.per_cell_output_hwc_at_1025x2049);
  });

  test('another path has another size', () => {
    const path = [8, 4, 4, 8, 16, 8, 16, 16, 32, 32, 16, 8];
    const other = countAutoDeepLab({ ...published, path }, shape(20, 19));
    expect(other.parameters).not.toBe(10_147_427);
  });

  test('the published architecture is in the space, and the order of inputs is none of its', () => {
    expect(space.validate(published)).toEqual([]);
    const swapped = blocksOf(published).flatMap(([first, second]) => [second, first]);
    expect(swapped).not.toEqual(published.cell);
    expect(space.genotypeId({ ...published, cell: swapped })).toBe(space.genotypeId(published));
  });

  test.each([
    ['a path that jumps', { ...published, path: [4, 16] }, ['path']],
    ['a first stride of 16', { ...published, path: [16, 16] }, ['path']],
    ['a stride of 64', { ...published, path: [4, 64] }, ['path', 1]],
    ['an odd number of inputs', { ...published, cell: published.cell.slice(1) }, ['cell']],
    [
      'a state that is not there yet',
      {
        ...published,
        cell: [
          ['none', 2],
          ['none', 0],
        ],
      },
      ['cell', 0, 1],
    ],
    [
      'an unknown operation',
      {
        ...published,
        cell: [
          ['conv', 0],
          ['none', 0],
        ],
      },
      ['cell', 0, 0],
    ],
  ])('%s is refused at its place', (_, value, path) => {
    expect(space.read(value)).toMatchObject({ ok: false, failures: [{ path }] });
  });
});
