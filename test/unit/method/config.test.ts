import { describe, expect, test } from 'vitest';
import { bench1shot1Tuning, hyperparameters } from '../../../experiments/method/hyperparameters.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import {
  bounds,
  type ConfigSpace,
  fromUnit,
  isInRange,
  numeric,
  sampleConfiguration,
  toUnit,
} from '../../../experiments/space/config-space.ts';
import { dartsCnnConfig } from '../../../experiments/space/darts-cnn/config.ts';
import { dartsCnn } from '../../../experiments/space/darts-cnn/space.ts';
import { nasbench1shot1Config } from '../../../experiments/space/nasbench1shot1/config.ts';
import { nasbench1shot1 } from '../../../experiments/space/nasbench1shot1/space.ts';
import {
  codedEvolution,
  edgeBitsOf,
  labelCodeOfCode,
  specOfCode,
} from '../../../experiments/space/nasbench101/coded-cells.ts';
import { nasbench101Encoding } from '../../../experiments/space/nasbench101/config.ts';
import { edgesByRow, isAllowedByStudy } from '../../../experiments/space/nasbench101/encodings.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import { isInDomain } from '../../../experiments/space/nasbench101/prune.ts';
import { neighbourhood, oneParameterChanges } from '../../../experiments/space/variation.ts';
import oracles from '../../fixtures/optimizers.json' with { type: 'json' };
import { nasbench201Config } from '../benchmark/nasbench201-space.ts';

const spaces: readonly ConfigSpace<unknown>[] = [
  nasbench101Encoding('A'),
  nasbench101Encoding('B'),
  nasbench101Encoding('C'),
  nasbench1shot1Config(1),
  nasbench1shot1Config(2),
  nasbench1shot1Config(3),
  nasbench201Config,
  dartsCnnConfig('with-none'),
  dartsCnnConfig('without-none'),
  bench1shot1Tuning(1),
  bench1shot1Tuning(3),
];

describe.each(spaces)('$name', (space) => {
  test('samples are in range, decode, and follow the key', () => {
    const sample = (seed: number) =>
      Array.from({ length: 30 }, () => sampleConfiguration(space, draws(key(seed))));
    for (const configuration of sample(1)) {
      space.parameters.forEach((parameter, i) => {
        expect(isInRange(parameter, configuration[i] ?? Number.NaN)).toBe(true);
      });
      expect(() => space.decode(configuration)).not.toThrow();
    }
    expect(sample(1)).toEqual(sample(1));
    expect(sample(1)).not.toEqual(sample(2));
  });

  test('a mutation changes one parameter to another value in its range', () => {
    const variation = oneParameterChanges(space);
    const source = draws(key(3));
    for (let i = 0; i < 40; i += 1) {
      const parent = variation.sample(source);
      const child = variation.mutate(parent, source);
      const changed = child.flatMap((value, at) => (value === parent[at] ? [] : [at]));
      expect(changed).toHaveLength(1);
      expect(() => space.decode(child)).not.toThrow();
    }
  });

  test('configurations with a value too few or out of range are refused', () => {
    const configuration = sampleConfiguration(space, draws(key(4)));
    expect(() => space.decode(configuration.slice(1))).toThrow(TypeError);
    expect(() => space.decode(configuration.with(0, 1e9))).toThrow(
      new TypeError(
        `Expected a configuration of ${space.name} with ${space.parameters.length} values in their ranges, ` +
          `got [${configuration.with(0, 1e9).join(', ')}]`,
      ),
    );
  });
});

describe('NAS-Bench-101', () => {
  const inception = [1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1];
  const conv1 = 1;
  const conv3 = 0;
  const pool = 2;

  test('A numbers the edges row by row and B from the last edge on', () => {
    expect(edgesByRow).toEqual(oracles.encodings.A_edge_index_to_pair_row_major);
    const b = nasbench101Encoding('B');
    oracles.encodings.B_edge_index_to_pair.forEach(([from = 0, to = 0], k) => {
      const spec = b.decode([...new Array<number>(9).fill(k), 0, 0, 0, 0, 0]);
      expect(spec.matrix.flat().reduce((sum, entry) => sum + entry, 0)).toBe(1);
      expect(spec.matrix[from]?.[to]).toBe(1);
    });
  });

  test('all three encodings give the Inception-like cell', () => {
    const ops = [conv1, conv3, conv3, conv3, pool];
    const hashOf = (encoding: 'A' | 'B' | 'C', graph: readonly number[]): string =>
      cellHash(nasbench101Encoding(encoding).decode([...graph, ...ops]));
    expect(hashOf('A', inception)).toBe(oracles.encodings.hash_A);
    expect(hashOf('B', oracles.encodings.inception_indices)).toBe(oracles.encodings.hash_B);
    expect(hashOf('C', [...inception.map((edge) => 0.1 + 0.8 * edge), 9])).toBe(oracles.encodings.hash_A);
  });

  test('random configurations of A are valid as often as all matrices are', () => {
    const space = nasbench101Encoding('A');
    const source = draws(key(5));
    const n = 4_000;
    let valid = 0;
    for (let i = 0; i < n; i += 1) if (space.isValid?.(sampleConfiguration(space, source))) valid += 1;
    const rate = 573_494 / 2 ** 21;
    expect(Math.abs(valid / n - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / n));
  });

  test('neighbours are the valid configurations one change away', () => {
    const space = nasbench101Encoding('A');
    const cells = neighbourhood(space);
    const start = cells.sample(draws(key(6)));
    const neighbours = cells.neighbours(start);
    expect(new Set(neighbours.map(cells.id)).size).toBe(neighbours.length);
    expect(neighbours.length).toBeGreaterThan(10);
    for (const neighbour of neighbours) {
      expect(isAllowedByStudy(space.decode(neighbour))).toBe(true);
      expect(neighbour.filter((value, i) => value !== start[i])).toHaveLength(1);
    }
  });

  test('a float has the next smaller and larger of some values as neighbours', () => {
    const space = { name: 'one float', parameters: [numeric('float', 'rate', [0, 32])], decode: () => null };
    const { neighbours } = neighbourhood(space);
    expect([neighbours([0]), neighbours([3.5]), neighbours([32])]).toEqual([[[1]], [[3], [4]], [[31]]]);
  });
});

describe('NAS-Bench-1Shot1', () => {
  test.each(Object.entries(oracles.configSpaceCardinalities))(
    'space %s has the released parameters',
    (number, wanted) => {
      const space = nasbench1shot1Config(Number(number) as 1 | 2 | 3);
      const found = space.parameters.map((parameter) => [
        parameter.name,
        parameter.kind === 'categorical' ? parameter.choices : Number.NaN,
      ]);
      expect(Object.fromEntries(found)).toEqual(wanted);
    },
  );

  test('every configuration is a cell, and encodes to itself', () => {
    for (const number of [1, 2, 3] as const) {
      const space = nasbench1shot1Config(number);
      const configuration = sampleConfiguration(space, draws(key(number)));
      expect(nasbench1shot1(number).encode(space.decode(configuration))).toEqual(configuration);
    }
  });
});

test('DARTS: every configuration is a genotype, every pair of sources occurs equally often', () => {
  const space = dartsCnnConfig('without-none');
  const source = draws(key(7));
  const pairs = new Map<string, number>();
  const n = 3_000;
  for (let i = 0; i < n; i += 1) {
    const genotype = space.decode(sampleConfiguration(space, source));
    expect(dartsCnn('without-none').validate(genotype)).toEqual([]);
    const sources = [genotype.normal[4]?.[1], genotype.normal[5]?.[1]].sort().join();
    pairs.set(sources, (pairs.get(sources) ?? 0) + 1);
  }
  expect(pairs.size).toBe(6);
  for (const count of pairs.values()) {
    expect(Math.abs(count - n / 6)).toBeLessThan(4 * Math.sqrt((n * 5) / 36));
  }
});

describe('numbers', () => {
  const rate = numeric('float', 'rate', [1e-4, 1], 'log');
  const length = numeric('integer', 'length', [2, 32], 'log');

  test('a share of a logarithmic range', () => {
    expect(fromUnit(rate, 0.5)).toBeCloseTo(1e-2, 14);
    expect(toUnit(rate, 1e-3)).toBeCloseTo(0.25, 14);
    expect([fromUnit(rate, 0), fromUnit(rate, 1)]).toEqual([1e-4, 1]);
  });

  test('an integer owns the half step around it', () => {
    expect(bounds(numeric('integer', 'size', [16, 128]))).toEqual([15.5, 128.5]);
    for (const value of [2, 3, 31, 32]) expect(fromUnit(length, toUnit(length, value))).toBe(value);
    expect([fromUnit(length, 0), fromUnit(length, 1)]).toEqual([2, 32]);
  });

  test('a first configuration out of range is refused', () => {
    expect(() => hyperparameters('rates', [rate], { rate: 2 })).toThrow(
      new TypeError('Expected a configuration of rates with 1 values in their ranges, got [2]'),
    );
  });

  test('the tuning spaces have two, three and nine parameters', () => {
    expect([1, 2, 3].map((number) => bench1shot1Tuning(number as 1 | 2 | 3).parameters.length)).toEqual([
      2, 3, 9,
    ]);
  });
});

describe('cells as integers', () => {
  const isValid = (code: number): boolean => isInDomain(specOfCode(code));
  const evolution = codedEvolution(isValid);

  test('samples are valid; children are, and the key decides them', () => {
    const walk = (seed: number): number[] => {
      const source = draws(key(seed));
      const codes = [evolution.sample(source)];
      for (let i = 0; i < 50; i += 1) codes.push(evolution.mutate(codes.at(-1) ?? 0, source));
      return codes;
    };
    expect(walk(1).every(isValid)).toBe(true);
    expect(walk(1)).toEqual(walk(1));
    expect(walk(1)).not.toEqual(walk(2));
  });

  test("edges flip and operations change at the notebook's rates", () => {
    const free = codedEvolution(() => true);
    const source = draws(key(8));
    const n = 6_000;
    const flipped = new Array<number>(21).fill(0);
    const changed = new Array<number>(15).fill(0);
    const parent = free.sample(source);
    const parentOps = specOfCode(parent).ops;
    for (let i = 0; i < n; i += 1) {
      const child = free.mutate(parent, source);
      flipped.forEach((_, bit) => {
        flipped[bit] = (flipped[bit] ?? 0) + (((edgeBitsOf(child) ^ edgeBitsOf(parent)) >>> bit) & 1);
      });
      const ops = specOfCode(child).ops;
      ['conv3x3-bn-relu', 'conv1x1-bn-relu', 'maxpool3x3'].forEach((op, o) => {
        for (let v = 1; v <= 5; v += 1) {
          const at = 3 * (v - 1) + o;
          if (ops[v] === op && parentOps[v] !== op) changed[at] = (changed[at] ?? 0) + 1;
        }
      });
    }
    const isNear = (count: number, rate: number): boolean =>
      Math.abs(count - n * rate) < 4.5 * Math.sqrt(n * rate * (1 - rate));
    expect(flipped.every((count) => isNear(count, 1 / 7))).toBe(true);
    expect(changed.filter((count) => count > 0)).toHaveLength(10);
    expect(changed.filter((count) => count > 0).every((count) => isNear(count, 1 / 10))).toBe(true);
    expect(labelCodeOfCode(parent)).toBeLessThan(243);
  });
});
