import { memory, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Parameter,
  softmaxCrossEntropy,
  startEngine,
  valueAndGradients,
} from '../../../experiments/engine/index.ts';
import { Nasbench101Network } from '../../../experiments/model/nasbench/nasbench101-network.ts';
import { VarianceScaledWeights } from '../../../experiments/model/nasbench/variance-scaled-weights.ts';
import { key } from '../../../experiments/rng/key.ts';
import { vertexChannels } from '../../../experiments/space/nasbench101/channels.ts';
import { enumerateCells } from '../../../experiments/space/nasbench101/enumerate.ts';
import {
  benchmarkShape,
  countNasbench101,
  nasbench101Problem,
  placeCells,
  trainableParameters,
} from '../../../experiments/space/nasbench101/parameters.ts';
import { pruned } from '../../../experiments/space/nasbench101/prune.ts';
import type { CellSpec } from '../../../experiments/space/nasbench101/spec.ts';
import oracles from '../../fixtures/nasbench101.json' with { type: 'json' };
import { type Doubles, random } from '../engine/support/numbers.ts';
import { numericGradients, referenceLoss } from './reference-network.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const sizeOf = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, { value }) => sum + value.size, 0);

const identity: CellSpec = {
  matrix: [
    [0, 1],
    [0, 0],
  ],
  ops: ['input', 'output'],
};

/** Has every kind of edge: channels that do not divide, a narrowed vertex, projections to vertices and to the output. */
const everything: CellSpec = {
  matrix: [
    [0, 1, 1, 0, 1],
    [0, 0, 1, 1, 1],
    [0, 0, 0, 0, 1],
    [0, 0, 0, 0, 1],
    [0, 0, 0, 0, 0],
  ],
  ops: ['input', 'conv3x3-bn-relu', 'conv1x1-bn-relu', 'maxpool3x3', 'output'],
};

const small = {
  ...benchmarkShape,
  stemChannels: 4,
  stacks: 2,
  cellsPerStack: 1,
  classes: 3,
  height: 5,
  width: 4,
};

describe('parameters of the built network', () => {
  const published = [
    ...oracles.specs.flatMap(({ name, matrix, ops, trainable_params_formula: parameters }) =>
      parameters ? [{ name, matrix, ops, parameters }] : [],
    ),
    ...oracles.realCells.map(({ hash, ...cell }) => ({ name: hash, ...cell })),
  ];

  test('the formula gives all published numbers', () => {
    expect(published.length).toBe(50);
    for (const cell of published) expect(trainableParameters(cell)).toBe(cell.parameters);
  });

  // Larger networks only take longer to fill with numbers.
  test.each(published.filter(({ parameters }) => parameters < 2_500_000))('$name has $parameters', (cell) => {
    const network = new Nasbench101Network(cell, benchmarkShape, { key: key(1) });
    expect(sizeOf(network.parameters)).toBe(cell.parameters);
    network.dispose();
  });

  test('every cell of at most four vertices has as many as the arithmetic counts', () => {
    const cells = [2, 3, 4].flatMap((vertices) => [...enumerateCells(vertices)]);
    expect(cells.length).toBe(91);
    const shape = { ...benchmarkShape, stemChannels: 5, cellsPerStack: 2 };
    for (const cell of cells) {
      const network = new Nasbench101Network(cell, shape, { key: key(1) });
      expect(sizeOf(network.parameters)).toBe(countNasbench101(cell, shape).parameters);
      network.dispose();
    }
  });
});

describe('multiply-adds', () => {
  test('of a cell without vertices are those of stem, nine projections and classifier', () => {
    const stem = 27 * 128 * 32 ** 2;
    const projections =
      3 * 128 ** 2 * 32 ** 2 + (128 * 256 + 2 * 256 ** 2) * 16 ** 2 + (256 * 512 + 2 * 512 ** 2) * 8 ** 2;
    expect(countNasbench101(identity).multiplyAdds).toBe(stem + projections + 512 * 10);
  });

  test('of a vertex with a 3x3 convolution come on top', () => {
    const chain = oracles.specs.find(({ name }) => name === 'single_conv3x3-bn-relu');
    if (!chain) throw new Error('no oracle');
    const convolutions = 3 * 9 * (128 ** 2 * 32 ** 2 + 256 ** 2 * 16 ** 2 + 512 ** 2 * 8 ** 2);
    const { multiplyAdds } = countNasbench101(chain);
    expect(multiplyAdds - countNasbench101(identity).multiplyAdds).toBe(convolutions);
  });
});

describe('places of cells', () => {
  test('channels double and sizes halve, rounding up, with each stack', () => {
    expect(placeCells({ ...small, stacks: 3 })).toEqual([
      { stack: 0, index: 0, inputChannels: 4, channels: 4, height: 5, width: 4, pooled: false },
      { stack: 1, index: 0, inputChannels: 4, channels: 8, height: 3, width: 2, pooled: true },
      { stack: 2, index: 0, inputChannels: 8, channels: 16, height: 2, width: 1, pooled: true },
    ]);
  });

  test('a cell that cannot divide its channels is refused', () => {
    expect(nasbench101Problem(everything, small)).toBeUndefined();
    expect(nasbench101Problem(everything, { ...small, stemChannels: 2 })).toBe(
      'The cell divides its 2 channels among more vertices than that',
    );
    expect(nasbench101Problem(everything, { ...small, stacks: 0 })).toBe(
      'A network needs at least one stack of one cell, got 0 of 1',
    );
    const cut = { ...identity, matrix: identity.matrix.map((row) => row.map(() => 0)) };
    expect(nasbench101Problem(cut, small)).toBe('The cell has no path from input to output');
  });
});

const chains = ['diamond_c3_c3_skip', 'resnet_like'].flatMap((wanted) =>
  oracles.specs.filter(({ name }) => name === wanted),
);

describe('forward pass and gradients', () => {
  test.each([{ name: 'everything', ...everything }, { name: 'identity', ...identity }, ...chains])(
    '$name agrees with the definition in float64',
    (spec) => {
      const network = new Nasbench101Network(spec, small, { key: key(3) });
      const images = random([2, 5, 4, 3], 9);
      const labels = [0, 2];
      // Scales and offsets start alike; other values show whether each reaches its own channels.
      network.parameters.forEach((parameter, i) => {
        if (!parameter.name.includes('.bn.')) return;
        const { data } = random(parameter.shape, 50 + i);
        parameter.write(Float32Array.from(data, (v) => v + (parameter.name.endsWith('weight') ? 1.5 : 0)));
      });
      const values = new Map<string, Doubles>(
        network.parameters.map(({ name, value }) => [
          name,
          { shape: value.shape, data: Float64Array.from(value.dataSync()) },
        ]),
      );
      const cell = pruned(spec);
      const loss = (moved: ReadonlyMap<string, Doubles>) => referenceLoss(cell, small, moved, images, labels);
      tidy(() => {
        const { value, gradients } = valueAndGradients(() => {
          const x = tensor4d(Float32Array.from(images.data), [2, 5, 4, 3]);
          return softmaxCrossEntropy(network.logits(x, 'batch'), tensor1d(labels, 'int32'));
        }, network.parameters);
        expect(value.dataSync()[0]).toBeCloseTo(loss(values), 5);
        const found = new Map(network.parameters.map(({ name }, i) => [name, gradients[i]?.dataSync()]));
        const numeric = numericGradients(loss, values);
        expect(numeric.length).toBeGreaterThan(2 * network.parameters.length);
        for (const { name, i, slope } of numeric) {
          expect(found.get(name)?.[i], `${name}[${i}]`).toBeCloseTo(slope, 4);
        }
      });
      network.dispose();
    },
  );

  test('the cell of that test narrows a vertex', () => {
    expect(vertexChannels(4, 4, everything.matrix)).toEqual([4, 2, 1, 1, 4]);
  });
});

describe('statistics and initial values', () => {
  test('running statistics move by their rate towards those of the minibatch', () => {
    const network = new Nasbench101Network(identity, small, { key: key(1), statisticsRate: 0.25 });
    const mean = network.statistics[0];
    const variance = network.statistics[1];
    tidy(() => {
      network.logits(tensor4d(new Float32Array(120).fill(1), [2, 5, 4, 3]), 'track');
    });
    const once = mean?.read() ?? new Float32Array();
    tidy(() => {
      network.logits(tensor4d(new Float32Array(120).fill(1), [2, 5, 4, 3]), 'track');
    });
    const twice = mean?.read() ?? new Float32Array();
    expect(Math.abs(once[0] ?? 0)).toBeGreaterThan(0);
    expect([...twice].map((value, i) => value / (once[i] ?? 0))).toEqual(
      Array.from({ length: 4 }, () => expect.closeTo(1.75, 5)),
    );
    expect(variance?.read().every((value) => value > 0)).toBe(true);
    network.dispose();
  });

  test('filters have the variance of TensorFlow and lie within two deviations', () => {
    const weights = new VarianceScaledWeights(key(1));
    const values = weights.convolution('filter', 3, 16, 64).read();
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(variance * 144).toBeCloseTo(1, 1);
    const bound = 2 / 12 / 0.8796256610342398;
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(bound);
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.99 * bound);
    const { weight, bias } = weights.linear('dense', 32, 10);
    expect(Math.max(...weight.read().map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 42));
    expect(bias.read()).toEqual(new Float32Array(10));
    weights.dispose();
  });

  test('equal keys give equal networks, and nothing is left behind', () => {
    const before = memory().numTensors;
    const first = (seed: number): Float32Array[] => {
      const network = new Nasbench101Network(everything, small, { key: key(seed) });
      tidy(() => {
        network.logits(tensor4d(new Float32Array(120), [2, 5, 4, 3]), 'track');
      });
      const values = network.parameters.map((parameter) => parameter.read());
      network.dispose();
      return values;
    };
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
    expect(memory().numTensors).toBe(before);
  });

  test('other draws do not change the numbers of a layer', () => {
    const weights = new VarianceScaledWeights(key(7));
    const alone = weights.convolution('b', 1, 4, 4).read();
    const later = new VarianceScaledWeights(key(7));
    later.convolution('a', 1, 4, 4);
    expect(later.convolution('b', 1, 4, 4).read()).toEqual(alone);
    weights.dispose();
    later.dispose();
  });
});
