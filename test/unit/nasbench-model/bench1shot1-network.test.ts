import { memory, type Tensor, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  Parameter,
  softmaxCrossEntropy,
  startEngine,
  valueAndGradients,
} from '../../../experiments/engine/index.ts';
import {
  Bench1Shot1Network,
  constantWeights,
} from '../../../experiments/model/nasbench/bench1shot1-network.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import {
  type Bench1Shot1Shape,
  bench1shot1Problem,
  countBench1Shot1,
  countBench1Shot1Path,
  placeBench1Shot1Cells,
} from '../../../experiments/space/nasbench1shot1/bench1shot1-counts.ts';
import { toSpec } from '../../../experiments/space/nasbench1shot1/cell.ts';
import { type Bench1Shot1Weights, discretise } from '../../../experiments/space/nasbench1shot1/discretise.ts';
import { fixedWeights } from '../../../experiments/space/nasbench1shot1/fixed-weights.ts';
import {
  blockCount,
  firstNodeWithChoice,
  type SpaceNumber,
} from '../../../experiments/space/nasbench1shot1/layout.ts';
import { nasbench1shot1 } from '../../../experiments/space/nasbench1shot1/space.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import oracles from '../../fixtures/nasbench1shot1-models.json' with { type: 'json' };
import { at, build, type Doubles, random } from '../engine/support/numbers.ts';
import { batchNorm, conv2d, largest, pool, relu } from '../engine/support/reference.ts';
import {
  block,
  channelsOf,
  classified,
  joined,
  numericGradients,
  plus,
  type Values,
} from './reference-network.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const published: Bench1Shot1Shape = {
  space: 1,
  initialChannels: 16,
  layers: 9,
  classes: 10,
  inputChannels: 3,
  height: 32,
  width: 32,
  partialChannels: 1,
};
const tiny: Bench1Shot1Shape = {
  ...published,
  initialChannels: 2,
  layers: 3,
  classes: 3,
  height: 3,
  width: 3,
};
const spaces: readonly SpaceNumber[] = [1, 2, 3];
const shapes = spaces.flatMap((space) => [1, 4].map((partialChannels) => ({ space, partialChannels })));

const sizeOf = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, { value }) => sum + value.size, 0);

describe('parameters', () => {
  test.each(shapes)('of space $space with one in $partialChannels channels are the published ones', (one) => {
    const oracle = oracles[`ss${one.space}_${one.partialChannels === 1 ? 'darts' : 'pc_darts'}`];
    const shape = { ...published, ...one };
    const network = new Bench1Shot1Network(shape, key(1));
    expect(sizeOf(network.parameters)).toBe(oracle.weight_params);
    expect(countBench1Shot1(shape).parameters).toBe(oracle.weight_params);
    const cells = placeBench1Shot1Cells(shape).map(({ index }) =>
      sizeOf(network.parameters.filter(({ name }) => name.startsWith(`cells.${index}.`))),
    );
    expect(cells).toEqual(oracle.cell_param_counts);
    network.dispose();
  });

  test.each(spaces)('cells of space %i stand where the released model has them', (space) => {
    const shape = { ...published, space };
    const found = placeBench1Shot1Cells(shape).map(({ inputChannels, channels, height, width }) => [
      [1, inputChannels, height, width],
      [1, channels * blockCount(space), height, width],
    ]);
    expect(found).toEqual(oracles[`ss${space}_darts`].cell_shapes);
  });

  test.each(spaces)('architecture weights of space %i have the released shapes', (space) => {
    const cell = nasbench1shot1(space).sample(draws(key(1)));
    const { mixedOps, inputs, output } = fixedWeights(space, cell, 'plain');
    const found = [
      [mixedOps.length, mixedOps[0]?.length],
      [1, output.length],
      ...inputs.map((row) => [1, row.length]),
    ];
    expect(found).toEqual(oracles[`ss${space}_darts`].arch_param_shapes);
  });
});

describe('multiply-adds', () => {
  test('of the smallest path are stem, two projections, one operation and the end', () => {
    const cell = {
      ops: ['conv3x3-bn-relu', 'maxpool3x3', 'maxpool3x3', 'maxpool3x3'],
      parents: [[0], [0, 1], [0, 1], [0, 1], [0, 1]],
    };
    const shape = { ...published, layers: 3, height: 4, width: 4, initialChannels: 2, classes: 5 };
    // Sizes 4, 3, 2; channels 2, 4, 8; inputs of 2, 8 and 16 channels.
    const cells = [
      [16, 2, 2],
      [9, 8, 4],
      [4, 16, 8],
    ].map(([pixels = 0, from = 0, to = 0]) => pixels * (from * to + 9 * to * to + from * 4 * to));
    const ends = 16 * 27 * 2 + 4 * 32 * 8 + 8 * 5;
    expect(countBench1Shot1Path(cell, shape).multiplyAdds).toBe(cells.reduce((a, b) => a + b) + ends);
  });

  test('of any path are less than those of the whole', () => {
    const source = draws(key(1));
    for (const space of spaces) {
      const shape = { ...published, space };
      const whole = countBench1Shot1(shape).multiplyAdds;
      for (let i = 0; i < 20; i += 1) {
        const path = countBench1Shot1Path(nasbench1shot1(space).sample(source), shape).multiplyAdds;
        expect(path).toBeLessThan(whole);
      }
    }
  });
});

/** Weights of a uniform distribution over operations, and of 1 for edges, a little off. */
function someWeights(space: SpaceNumber, seed: number): Bench1Shot1Weights {
  const source = draws(key(seed));
  const row = (count: number): number[] => Array.from({ length: count }, () => 0.2 + source.uniform());
  const blocks = blockCount(space);
  const first = firstNodeWithChoice(space);
  return {
    mixedOps: Array.from({ length: blocks }, () => row(3)),
    inputs: Array.from({ length: blocks + 1 - first }, (_, i) => row(first + i)),
    output: row(blocks + 1),
  };
}

const images = random([2, 3, 3, 3], 9);
const asTensor = (): Tensor => tensor4d(Float32Array.from(images.data), [2, 3, 3, 3]);

describe('fixed architectures', () => {
  test.each(shapes)(
    'space $space, one in $partialChannels: a path gives what weights of 0 and 1 give',
    (one) => {
      const network = new Bench1Shot1Network({ ...tiny, ...one, initialChannels: 4 }, key(2));
      const source = draws(key(5));
      for (let i = 0; i < 6; i += 1) {
        const cell = nasbench1shot1(one.space).sample(source);
        tidy(() => {
          const path = network.logits(asTensor(), { kind: 'path', cell }).dataSync();
          const weights = constantWeights(fixedWeights(one.space, cell, 'plain'));
          const mixed = network.logits(asTensor(), { kind: 'mixed', weights: () => weights }).dataSync();
          path.forEach((value, j) => {
            expect(value).toBeCloseTo(mixed[j] ?? Number.NaN, 3);
          });
        });
      }
      network.dispose();
    },
  );

  test.each(spaces)('weights of either form in space %i lead back to the same cell', (space) => {
    const source = draws(key(space));
    for (let i = 0; i < 50; i += 1) {
      const cell = nasbench1shot1(space).sample(source);
      for (const form of ['plain', 'normalised'] as const) {
        expect(cellHash(discretise(space, fixedWeights(space, cell, form)))).toBe(
          cellHash(toSpec(space, cell)),
        );
      }
    }
  });

  test('normalised edges share 1, and operations pass through a softmax', () => {
    const cell = {
      ops: ['conv3x3-bn-relu', 'maxpool3x3', 'conv1x1-bn-relu', 'maxpool3x3'],
      parents: [[0], [1], [0, 2], [1, 3], [0, 2, 4]],
    };
    const { mixedOps, inputs, output } = fixedWeights(2, cell, 'normalised');
    const total = Math.E + 2;
    expect(mixedOps[0]).toEqual([1 / total, Math.E / total, 1 / total]);
    expect(inputs).toEqual([
      [0, 1],
      [0.5, 0, 0.5],
      [0, 0.5, 0, 0.5],
    ]);
    expect(output).toEqual([1 / 3, 0, 1 / 3, 0, 1 / 3]);
    expect(fixedWeights(2, cell, 'plain').output).toEqual([1, 0, 1, 0, 1]);
  });
});

const times = (x: Doubles, factor: number): Doubles => ({
  shape: x.shape,
  data: x.data.map((v) => v * factor),
});
const threeByThree = {
  stride: [1, 1],
  dilation: [1, 1],
  pad: [
    [1, 1],
    [1, 1],
  ],
} as const;
const halving = {
  stride: [2, 2],
  dilation: [1, 1],
  pad: [
    [1, 1],
    [1, 1],
  ],
} as const;

function shuffled(x: Doubles, groups: number): Doubles {
  const channels = x.shape[3] ?? 0;
  return build(x.shape, (n = 0, y = 0, z = 0, c = 0) =>
    at(x, n, y, z, (c % groups) * (channels / groups) + Math.floor(c / groups)),
  );
}

/** By the definition, in float64; the weights of the architecture are values like the others. */
function referenceLoss(shape: Bench1Shot1Shape, values: Values, labels: readonly number[]): number {
  const { partialChannels: k } = shape;
  const first = firstNodeWithChoice(shape.space);
  const weight = (name: string, i: number): number => values.get(name)?.data[i] ?? Number.NaN;
  let x = block(values, 'stem', images);
  for (const { index, channels, pooled } of placeBench1Shot1Cells(shape)) {
    const input = pooled ? pool(x, 2, halving, largest) : x;
    const states: Doubles[] = [];
    for (let b = 0; b < blockCount(shape.space); b += 1) {
      const name = `cells.${index}.blocks.${b}`;
      const arriving = [block(values, `${name}.projection`, input), ...states];
      const weighted = arriving.map((one, i) =>
        b + 1 < first ? one : times(one, weight(`inputs.${b + 1 - first}`, i)),
      );
      const sum = weighted.reduce(plus);
      const part = channelsOf(sum, channels / k);
      const ops = [
        pool(part, 3, threeByThree, largest),
        block(values, `${name}.ops.1`, part),
        block(values, `${name}.ops.2`, part),
      ].map((one, o) => times(one, weight('mixedOps', 3 * b + o)));
      const mixed = ops.reduce(plus);
      const rest = build([...sum.shape.slice(0, 3), channels - channels / k], (n = 0, y = 0, z = 0, c = 0) =>
        at(sum, n, y, z, c + channels / k),
      );
      states.push(k === 1 ? mixed : shuffled(joined([mixed, rest]), k));
    }
    const toOutput = times(block(values, `cells.${index}.output`, input), weight('output', 0));
    x = plus(toOutput, joined(states.map((state, b) => times(state, weight('output', b + 1)))));
  }
  const filter = values.get('narrow.op.1.weight');
  if (!filter) throw new Error('no filter');
  const none = {
    stride: [1, 1],
    dilation: [1, 1],
    pad: [
      [0, 0],
      [0, 0],
    ],
  } as const;
  return classified(values, batchNorm(conv2d(relu(x), filter, none)), labels);
}

describe('gradients', () => {
  test.each([
    { space: 1 as const, partialChannels: 1 },
    { space: 3 as const, partialChannels: 2 },
  ])('space $space, one in $partialChannels: they agree with the definition in float64', (one) => {
    const shape = { ...tiny, ...one };
    const network = new Bench1Shot1Network(shape, key(3));
    const weights = someWeights(one.space, 4);
    const blocks = blockCount(one.space);
    const mixedOps = new Parameter('mixedOps', [blocks, 3], weights.mixedOps.flat());
    const inputs = weights.inputs.map((row, i) => new Parameter(`inputs.${i}`, [row.length], row));
    const output = new Parameter('output', [blocks + 1], weights.output);
    const parameters = [...network.parameters, mixedOps, ...inputs, output];
    const values: Values = new Map(
      parameters.map(({ name, value }) => [
        name,
        { shape: value.shape, data: Float64Array.from(value.dataSync()) },
      ]),
    );
    const labels = [0, 2];
    const loss = (moved: Values) => referenceLoss(shape, moved, labels);
    const before = memory().numTensors;
    tidy(() => {
      const { value, gradients } = valueAndGradients(() => {
        const given = {
          mixedOps: mixedOps.value,
          inputs: inputs.map((row) => row.value),
          output: output.value,
        };
        const logits = network.logits(asTensor(), { kind: 'mixed', weights: () => given });
        return softmaxCrossEntropy(logits, tensor1d(labels, 'int32'));
      }, parameters);
      expect(value.dataSync()[0]).toBeCloseTo(loss(values), 4);
      const found = new Map(parameters.map(({ name }, i) => [name, gradients[i]?.dataSync()]));
      // Some parameters of each kind; all would take long.
      const wanted =
        /^(mixedOps|inputs|output|cells\.0\.blocks\.1\..*conv|cells\.2\.blocks\.3\.ops.*bn.bias|cells\.1\.output\.bn|narrow)/;
      const chosen = new Map([...values].filter(([name]) => wanted.test(name)));
      const numeric = numericGradients((moved) => loss(new Map([...values, ...moved])), chosen);
      for (const { name, i, slope } of numeric) {
        const gradient = found.get(name)?.[i] ?? Number.NaN;
        expect(Math.abs(gradient - slope), `${name}[${i}]: ${gradient} and ${slope}`).toBeLessThan(
          1e-3 * Math.max(1, Math.abs(slope)),
        );
      }
    });
    expect(memory().numTensors).toBe(before);
    for (const parameter of [mixedOps, ...inputs, output]) parameter.dispose();
    network.dispose();
  });
});

describe('what is refused', () => {
  test('too few cells, and channels that cannot be divided', () => {
    expect(bench1shot1Problem(tiny)).toBeUndefined();
    expect(bench1shot1Problem({ ...tiny, layers: 2 })).toBe('A one-shot model needs at least 3 cells, got 2');
    expect(bench1shot1Problem({ ...tiny, initialChannels: 6, partialChannels: 4 })).toBe(
      '6 initial channels cannot be divided by 4, of which one part passes through the operations',
    );
  });
});
