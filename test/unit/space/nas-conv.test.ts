/** The spaces of convolutional networks: how many there are, which are the same, and what a layer is written as. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { sampleConfiguration } from '../../../experiments/space/config-space.ts';
import { countNasConv } from '../../../experiments/space/nas-conv/counts.ts';
import { nasConvConfig } from '../../../experiments/space/nas-conv/decisions.ts';
import {
  fixedStrides,
  type NasConvForm,
  pooling,
  predictedStrides,
} from '../../../experiments/space/nas-conv/form.ts';
import {
  type ConvGenotype,
  type ConvLayer,
  genotypeId,
  genotypeProblems,
} from '../../../experiments/space/nas-conv/genotype.ts';
import {
  decisionCount,
  graphCount,
  networkCount,
  ofAllDepths,
} from '../../../experiments/space/nas-conv/network-count.ts';
import { nasConvShape, planNetwork, widthOf } from '../../../experiments/space/nas-conv/plan.ts';
import { readConvGenotype } from '../../../experiments/space/nas-conv/read.ts';
import { nasConv } from '../../../experiments/space/nas-conv/space.ts';

const { cardinalities } = JSON.parse(
  readFileSync(new URL('../../fixtures/oracles/rl.json', import.meta.url), 'utf8'),
);
const published = (id: string): bigint =>
  BigInt(cardinalities.find((one: { id: string }) => one.id === id).value);

/** Two kinds of layer, so that all architectures can be written down. */
const twoKinds: NasConvForm = { ...fixedStrides, filters: [24], strides: [1], mostLayers: 4 };
const layer = (inputs: readonly number[], rest: Partial<ConvLayer> = {}): ConvLayer => ({
  ...{ filter: [3, 3], stride: [1, 1], filters: 24, inputs },
  ...rest,
});
const image = { height: 9, width: 8, channels: 3, classes: 10 };

/** Every architecture of so many layers whose filters have one of these sides. */
function all(layers: number, sides: readonly number[]): readonly ConvGenotype[] {
  if (layers === 0) return [{ layers: [] }];
  return all(layers - 1, sides).flatMap((before) =>
    sides.flatMap((side) =>
      Array.from({ length: 2 ** (layers - 1) }, (_, bits) => {
        const inputs = Array.from({ length: layers - 1 }, (_, j) => j).filter((j) => bits & (1 << j));
        return { layers: [...before.layers, layer(inputs, { filter: [side, side] })] };
      }),
    ),
  );
}

describe('numbers of architectures', () => {
  test.each([
    [fixedStrides, 6, 'nas_cnn_no_stride_L6'],
    [fixedStrides, 8, 'nas_cnn_no_stride_L8'],
    [fixedStrides, 12, 'nas_cnn_no_stride_L12'],
    [fixedStrides, 15, 'nas_cnn_no_stride_L15'],
    [fixedStrides, 20, 'nas_cnn_no_stride_L20'],
    [predictedStrides, 6, 'nas_cnn_stride_L6'],
    [predictedStrides, 20, 'nas_cnn_stride_L20'],
  ] as const)('%# lists of decisions are as many as published', (form, layers, id) => {
    expect(decisionCount(form, layers)).toBe(published(id));
  });

  test('different networks of one kind of layer are the unlabelled acyclic graphs', () => {
    // A003087 of the On-Line Encyclopedia of Integer Sequences.
    const known = [1n, 2n, 6n, 31n, 302n, 5_984n, 243_668n, 20_286_025n];
    expect(known.map((_, n) => graphCount([n + 1], 1))).toEqual(known);
  });

  test('ids tell apart as many networks as are counted', () => {
    for (const [layers, sides] of [
      [2, [1, 3, 5]],
      [3, [1, 3]],
      [4, [1, 3]],
      [5, [3]],
    ] as const) {
      const ids = new Set(all(layers, sides).map((genotype) => genotypeId(twoKinds, genotype)));
      expect(BigInt(ids.size)).toBe(graphCount([layers], sides.length));
    }
  });

  test('layers on both sides of a pool are not alike', () => {
    // One convolution before the pool and three from it on; two and two; blocks of two with the pool within the second.
    for (const [pools, convolutions, groups] of [
      [[2], 1, [1, 3]],
      [[3], 1, [2, 2]],
      [[4], 2, [1, 1, 2]],
    ] as const) {
      const pooled = { ...twoKinds, pools, convolutions };
      const ids = new Set(all(4, [1, 3]).map((genotype) => genotypeId(pooled, genotype)));
      expect(BigInt(ids.size)).toBe(graphCount(groups, 2));
    }
    expect(networkCount(pooling, 13)).toBe(graphCount([4, 3, 1, 5], 64));
    expect(networkCount(pooling, 4)).toBe(graphCount([4], 64));
  });

  test('a space holds all depths', () => {
    expect(ofAllDepths(twoKinds, decisionCount)).toBe(
      [1, 2, 3, 4].reduce((sum, layers) => sum + decisionCount(twoKinds, layers), 0n),
    );
    expect(networkCount(fixedStrides, 2)).toBe(graphCount([2], 64));
    expect(networkCount(predictedStrides, 3)).toBe(graphCount([3], 576));
  });
});

test('every order of the layers has the same id, and many alike take no long time', () => {
  const source = draws(key(3));
  const space = nasConv(fixedStrides);
  for (let i = 0; i < 30; i += 1) {
    const { layers } = space.sample(source);
    // Any order in which no layer comes before one that it reads.
    const order: number[] = [];
    while (order.length < layers.length) {
      const ready = layers.flatMap(({ inputs }, l) =>
        !order.includes(l) && inputs.every((input) => order.includes(input)) ? [l] : [],
      );
      order.push(source.pick(ready));
    }
    const again = order.map((l) => {
      const { inputs, ...rest } = layers[l] as ConvLayer;
      return { ...rest, inputs: inputs.map((input) => order.indexOf(input)).sort((a, b) => a - b) };
    });
    expect(genotypeId(fixedStrides, { layers: again })).toBe(genotypeId(fixedStrides, { layers }));
  }
  const apart = Array.from({ length: 20 }, () => layer([]));
  const chains = Array.from({ length: 20 }, (_, l) => layer(l % 4 === 0 ? [] : [l - 1]));
  expect(genotypeId(fixedStrides, { layers: apart })).not.toBe(genotypeId(fixedStrides, { layers: chains }));
});

describe.each([fixedStrides, predictedStrides, pooling])('$name', (form) => {
  const config = nasConvConfig(form);

  test('decisions come in the order of the controller, and only those of the layers take part', () => {
    const fields = form.strides.length > 1 ? 5 : 3;
    const most = form.mostLayers;
    expect(config.parameters).toHaveLength(1 + fields * most + (most * (most - 1)) / 2);
    for (let i = 0; i < 20; i += 1) {
      const configuration = sampleConfiguration(config, draws(split(key(2), i)));
      const genotype = config.decode(configuration);
      const active = config.isActive(configuration);
      const depth = genotype.layers.length;
      expect(depth).toBe((configuration[0] ?? 0) + 1);
      expect(active.filter(Boolean)).toHaveLength(1 + fields * depth + (depth * (depth - 1)) / 2);
      // What takes no part changes nothing.
      const other = configuration.map((value, p) => (active[p] ? value : 0));
      expect(config.decode(other)).toEqual(genotype);
      expect(config.encode(genotype)).toEqual(other);
    }
    expect(new Set(config.fields).size).toBe(2 + fields);
  });

  test('layers of a controller are the architecture that they say', () => {
    const stride = form.strides.length > 1;
    const made = [
      [1, 3, ...(stride ? [1, 2] : []), 0],
      [2, 0, ...(stride ? [0, 0] : []), 3, 1],
      [0, 2, ...(stride ? [0, 1] : []), 1, 0, 1],
    ];
    const genotype = config.decode(config.anchored.configurationOf(made));
    expect(genotypeProblems(form, genotype)).toEqual([]);
    expect(genotype.layers.map(({ filter }) => filter)).toEqual([
      [3, 7],
      [5, 1],
      [1, 5],
    ]);
    expect(genotype.layers.map(({ inputs }) => inputs)).toEqual([[], [0], [1]]);
    expect(genotype.layers.map(({ filters }) => filters)).toEqual([0, 3, 1].map((f) => form.filters[f]));
    expect(genotype.layers[0]?.stride).toEqual(stride ? [2, 3] : [1, 1]);
  });
});

describe('the three rules', () => {
  const shape = nasConvShape(image, { initialChannels: 24 });

  test('a layer without an input reads the image, and unused outputs go to the classifier', () => {
    const plan = planNetwork(fixedStrides, { layers: [layer([]), layer([]), layer([0])] }, shape);
    expect(plan.convolutions.map(({ sources }) => sources)).toEqual([['image'], ['image'], [0]]);
    expect(plan.outputs).toEqual([1, 2]);
    expect(plan.last).toEqual({ height: 9, width: 8, channels: 48 });
  });

  test('smaller maps meet larger ones at the larger size', () => {
    const strided = [layer([], { stride: [2, 3] }), layer([], { stride: [3, 1] }), layer([0, 1])];
    const plan = planNetwork(predictedStrides, { layers: strided }, shape);
    expect(plan.convolutions.map(({ output }) => [output.height, output.width])).toEqual([
      [5, 3],
      [3, 8],
      [5, 8],
    ]);
    expect(plan.convolutions[2]?.input.channels).toBe(48);
  });

  test('a block of the space with pooling is three convolutions, and pools come before the 13th and the 24th', () => {
    const layers = Array.from({ length: 13 }, (_, l) => layer(l === 0 ? [] : [l - 1], { filters: 6 }));
    const plan = planNetwork(
      pooling,
      { layers },
      nasConvShape({ ...image, height: 32 }, { initialChannels: 6 }),
    );
    expect(plan.convolutions).toHaveLength(39);
    expect(plan.convolutions.slice(0, 5).map(({ sources }) => sources)).toEqual([
      ['image'],
      ['image', 0],
      ['image', 0, 1],
      [0, 1, 2],
      [0, 1, 2, 3],
    ]);
    const heights = plan.convolutions.map(({ output }) => output.height);
    expect(heights.indexOf(16)).toBe(12);
    expect(heights.indexOf(8)).toBe(23);
    expect(plan.last).toEqual({ height: 8, width: 2, channels: 18 });
  });
});

test('parameters and multiply-adds are those of a sum by hand', () => {
  // 3x7 of 3 channels to 48 at 9x8; 1x5 of 48 to 24 at 5x8.
  const layers = [
    layer([], { filter: [3, 7], filters: 48 }),
    layer([0], { filter: [1, 5], filters: 24, stride: [2, 1] }),
  ];
  const shape = nasConvShape(image, { initialChannels: 24 });
  const [first, second] = [3 * 7 * 3 * 48, 5 * 48 * 24];
  expect(countNasConv(predictedStrides, { layers }, shape)).toEqual({
    parameters: first + 2 * 48 + second + 2 * 24 + 24 * 10 + 10,
    multiplyAdds: first * 72 + second * 40 + 240,
  });
});

test('more channels are added to every layer, fewer make all narrower', () => {
  expect([24, 36, 48, 64].map((filters) => widthOf(fixedStrides, filters, 24))).toEqual([24, 36, 48, 64]);
  expect([6, 12, 24, 36].map((filters) => widthOf(pooling, filters, 46))).toEqual([46, 52, 64, 76]);
  expect([24, 36, 48, 64].map((filters) => widthOf(fixedStrides, filters, 4))).toEqual([4, 6, 8, 11]);
  expect(widthOf(pooling, 6, 1)).toBe(1);
});

test('what is wrong in a file is named at its place', () => {
  const read = (layers: unknown) => readConvGenotype(fixedStrides, { layers });
  const places = (layers: unknown): readonly unknown[] => {
    const answer = read(layers);
    return answer.ok ? [] : answer.failures.map((problem) => ('path' in problem ? problem.path : []));
  };
  expect(read([layer([]), layer([0])])).toMatchObject({ ok: true });
  expect(places([])).toEqual([['layers']]);
  expect(places([layer([0])])).toEqual([['layers', 0, 'inputs']]);
  expect(places([layer([]), layer([0, 0])])).toEqual([['layers', 1, 'inputs']]);
  expect(places([{ ...layer([]), filter: [3] }])).toEqual([['layers', 0, 'filter']]);
  expect(places([{ ...layer([]), filters: 0 }])).toEqual([['layers', 0, 'filters']]);
  // Other than the space's, but with a network.
  const wide = { layers: [layer([], { filters: 64 + 40, filter: [2, 9] })] };
  expect(read(wide.layers)).toEqual({ ok: true, value: wide });
  expect(genotypeProblems(fixedStrides, wide)).toHaveLength(2);
});
