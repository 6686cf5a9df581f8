/** Sizes of NASNet networks against the published ones, and against an accountant that shares no code. */
import { describe, expect, test } from 'vitest';
import { countNasnet } from '../../../experiments/space/nasnet/counts.ts';
import { namedGenotypes } from '../../../experiments/space/nasnet/named.ts';
import { nasnetProblem } from '../../../experiments/space/nasnet/network-problem.ts';
import {
  type NasnetShape,
  planNetwork,
  type StemKind,
} from '../../../experiments/space/nasnet/plan-network.ts';
import { goldenVectors } from '../../util/golden-vectors.ts';

interface Oracle {
  readonly trainable: number;
  readonly macs_conv_and_fc: number;
  readonly penultimate_hwc: readonly number[];
  readonly endpoints: Readonly<Record<string, readonly number[]>>;
}

const oracles: Readonly<Record<string, Oracle>> = goldenVectors('architecture_params').nasnet;
const genotype = namedGenotypes['NASNet-A'];
const shape = (initialChannels: number, layers: number, size: number, classes: number): NasnetShape => ({
  ...{ initialChannels, layers, classes },
  image: { height: size, width: size, channels: 3 },
});

const networks: readonly (readonly [
  name: string,
  NasnetShape,
  StemKind,
  parameters: number,
  multiplyAdds: number,
])[] = [
  ['6@768 cifar10 (F=32,18 cells,stem x3)', shape(32, 18, 32, 10), 'cifar', 3_346_538, 544_333_312],
  [
    '4@1056 imagenet 224 (F=44,12 cells,stem 32)',
    shape(44, 12, 224, 1000),
    'imagenet',
    5_289_978,
    563_638_816,
  ],
  [
    '6@4032 imagenet 331 (F=168,18 cells,stem 96)',
    shape(168, 18, 331, 1000),
    'imagenet',
    88_753_150,
    23_783_414_658,
  ],
];

describe.each(networks)('NASNet-A %s', (name, at, stem, parameters, multiplyAdds) => {
  const oracle = oracles[name];

  test('has the published numbers', () => {
    const { parameters: p, multiplyAdds: m } = countNasnet(genotype, at, stem);
    expect([p, m]).toEqual([parameters, multiplyAdds]);
    expect([p, m]).toEqual([oracle?.trainable, oracle?.macs_conv_and_fc]);
  });

  test('has maps of the released sizes after every cell', () => {
    const { cells, last } = planNetwork(genotype, at, stem);
    const sizes = Object.fromEntries(
      cells.flatMap(({ name: cell, output: { height, width, channels } }) =>
        cell.startsWith('cell_stem')
          ? []
          : [[cell.replace('reduction_cell_', 'red').replace('_', ''), [height, width, channels]]],
      ),
    );
    expect(sizes).toEqual(oracle?.endpoints);
    expect([last.height, last.width, last.channels]).toEqual(oracle?.penultimate_hwc);
  });
});

test('a cell that concatenates hands on twice the channels, which the next operation brings back', () => {
  const joined = (combine: 'add' | 'concat') => {
    const blocks = [
      {
        inputs: [
          ['identity', 0],
          ['identity', 0],
        ],
        combine,
      },
      {
        inputs: [
          ['conv_1x1', 2],
          ['identity', 0],
        ],
        combine: 'add',
      },
    ] as const;
    return countNasnet(
      { normal: blocks, normal_concat: [3], reduce: blocks, reduce_concat: [3] },
      shape(4, 2, 8, 10),
    ).parameters;
  };
  // A 1x1 convolution reads C more channels in each normal cell (8, 16) and each reduction (8, 16).
  expect(joined('concat') - joined('add')).toBe(2 * (8 * 8 + 16 * 16));
});

test('what cannot be built is said', () => {
  expect(nasnetProblem(shape(1, 6, 32, 10), 'cifar', false)).toMatch(/at least 2 initial channels, got 1/);
  expect(nasnetProblem(shape(4, 6, 64, 10), 'imagenet', false)).toMatch(/at least 8 initial channels, got 4/);
  expect(nasnetProblem(shape(8, 6, 8, 10), 'cifar', true)).toMatch(/at least 5x5 .*, got 4/);
  expect(nasnetProblem(shape(32, 18, 32, 10), 'cifar', true)).toBeUndefined();
  expect(nasnetProblem(shape(44, 12, 224, 1000), 'imagenet', true)).toBeUndefined();
});
