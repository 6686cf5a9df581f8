/** What the ENAS macro space holds, and the sizes of its networks. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { countMacro } from '../../../experiments/space/enas-macro/counts.ts';
import { decisionsOf, macroConfig } from '../../../experiments/space/enas-macro/decisions.ts';
import { genotypeId } from '../../../experiments/space/enas-macro/genotype.ts';
import { namedGenotypes } from '../../../experiments/space/enas-macro/named.ts';
import { images } from '../../../experiments/space/enas-macro/network.ts';
import { firstLayers, macroShape, planMacro } from '../../../experiments/space/enas-macro/plan.ts';
import { readMacroGenotype } from '../../../experiments/space/enas-macro/read.ts';
import { architectureCount, enasMacro } from '../../../experiments/space/enas-macro/space.ts';
import { describeSpace } from './describe-space.ts';

const oracles = JSON.parse(readFileSync(new URL('../../fixtures/oracles/rl.json', import.meta.url), 'utf8'));
const released = namedGenotypes['ENAS-macro'];
const cifar = { height: 32, width: 32, channels: 3, classes: 10 };

describeSpace('enas-macro of five layers', enasMacro(5));

describe('size', () => {
  test('of twelve layers it is the published one', () => {
    expect(architectureCount(12)).toBe(160_618_186_625_454_535_808_756_219_904n);
    const oracle = oracles.cardinalities.find(({ id }: { id: string }) => id === 'enas_macro_L12');
    expect(architectureCount(12)).toBe(BigInt(oracle.value));
  });

  test('of two layers it is that of an enumeration', () => {
    const config = macroConfig(2);
    const ids = new Set<string>();
    for (let first = 0; first < 6; first += 1)
      for (let second = 0; second < 6; second += 1)
        for (const bit of [0, 1]) ids.add(genotypeId(config.decode([first, second, bit])));
    expect(BigInt(ids.size)).toBe(architectureCount(2));
  });
});

describe('the released architecture', () => {
  test('has the rows of the released script', () => {
    const { arc_rows: rows } = oracles.genotypes.enas_macro_final_24;
    expect(decisionsOf(released)).toEqual(rows.flat());
    expect(released.layers).toHaveLength(24);
  });

  test.each([
    [96, 42_559_392],
    [64, 18_927_552],
    [72, 23_950_008],
  ])('has the derived number of parameters with %i channels', (initialChannels, parameters) => {
    expect(countMacro(released, macroShape(cifar, { initialChannels })).parameters).toBe(parameters);
  });

  test('halves all maps after layers 8 and 16, and doubles their channels', () => {
    const plan = planMacro(released, macroShape(cifar, { initialChannels: 96 }), 2);
    expect(plan.flatMap(({ pooled }, i) => (pooled ? [[i, pooled.height, pooled.channels]] : []))).toEqual([
      [7, 16, 192],
      [15, 8, 384],
    ]);
  });
});

test('the first layers of an architecture are one, and more than it has are refused', () => {
  const space = enasMacro();
  const genotype = space.sample(draws(key(2)));
  expect(enasMacro(4).validate(firstLayers(genotype, 4))).toEqual([]);
  const traits = { ...cifar } as Parameters<typeof images.networkProblem>[1];
  const problem = (layers: number) => images.networkProblem(genotype, traits, { initialChannels: 4, layers });
  expect(problem(12)).toBeUndefined();
  expect(problem(13)).toBe(
    'The architecture has 12 layers: expected a setting `layers` of at most 12, found 13',
  );
});

test('every decision takes every value about equally often', () => {
  const space = enasMacro(4);
  const times = 1_200;
  const { parameters } = macroConfig(4);
  const seen = parameters.map(() => new Map<number, number>());
  for (let i = 0; i < times; i += 1) {
    space.encode(space.sample(draws(split(key(9), i)))).forEach((value, p) => {
      seen[p]?.set(value, (seen[p]?.get(value) ?? 0) + 1);
    });
  }
  parameters.forEach((parameter, p) => {
    const choices = 'choices' in parameter ? parameter.choices : 0;
    expect(seen[p]?.size).toBe(choices);
    // Five standard deviations of a binomial count.
    const spread = 5 * Math.sqrt((times / choices) * (1 - 1 / choices));
    for (const count of seen[p]?.values() ?? [])
      expect(Math.abs(count - times / choices)).toBeLessThan(spread);
  });
});

test('mistakes are named with their places', () => {
  const read = readMacroGenotype({
    layers: [
      { operation: 'conv_3x3', skips: [0] },
      { operation: 'pool', skips: [0, 1] },
      { operation: 'conv_5x5', skips: [1, 1] },
    ],
  });
  expect(
    read.ok ? [] : read.failures.map((problem) => ('path' in problem ? problem.path.join('.') : '')),
  ).toEqual(['layers.0.skips', 'layers.1.operation', 'layers.1.skips.1', 'layers.2.skips.1']);
  expect(
    enasMacro(2).validate({
      layers: [
        { operation: 'conv_3x3', skips: [0] },
        { operation: 'pool', skips: [1] },
      ],
    }),
  ).toEqual([
    'layers[0].skips: expected none, got `0`',
    expect.stringMatching(/^layers\[1\]\.operation: expected an operation of conv_3x3, .*, got `pool`$/),
    'layers[1].skips: expected different maps in [0, 0], rising, got `1`',
  ]);
});
