/** Built NASNet networks: their layers, sizes, endpoints and drop path. */
import { add, memory, type Tensor, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { softmaxCrossEntropy, startEngine, valueAndGradients } from '../../../experiments/engine/index.ts';
import { convolution, factorizedReduction, pooling } from '../../../experiments/model/nasnet/layers.ts';
import { NasnetNetwork } from '../../../experiments/model/nasnet/network.ts';
import { dropProbability } from '../../../experiments/model/nasnet/scheduled-drop-path.ts';
import { Weights } from '../../../experiments/model/weights.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { countNasnet } from '../../../experiments/space/nasnet/counts.ts';
import type { NasnetGenotype } from '../../../experiments/space/nasnet/genotype.ts';
import { namedGenotypes } from '../../../experiments/space/nasnet/named.ts';
import { operations } from '../../../experiments/space/nasnet/operations.ts';
import { type NasnetShape, planNetwork } from '../../../experiments/space/nasnet/plan-network.ts';
import { nasnet } from '../../../experiments/space/nasnet/space.ts';
import { goldenVectors } from '../../util/golden-vectors.ts';

const golden = goldenVectors('schedules').scheduled_drop_path;

const shape = (size: number, initialChannels: number, layers = 3): NasnetShape => ({
  ...{ initialChannels, layers, classes: 10 },
  image: { height: size, width: size + 2, channels: 3 },
});
const noise = (size: number, batch = 3): Tensor => {
  const source = draws(key(5));
  const values = Float32Array.from({ length: batch * size * (size + 2) * 3 }, () => source.normal());
  return tensor4d(values, [batch, size, size + 2, 3]);
};
const sampled = (count: number): readonly NasnetGenotype[] =>
  Array.from({ length: count }, (_, i) => nasnet().sample(draws(split(key(2), i))));
const networks = [...sampled(6), namedGenotypes['NASNet-A']];

beforeAll(() => startEngine('wasm'));

describe.each([
  ['cifar', shape(17, 4)],
  ['imagenet', shape(85, 8)],
] as const)('%s networks', (stem, at) => {
  test('have as many parameters as the arithmetic counts, with every operation', () => {
    const used = new Set<string>();
    for (const genotype of networks) {
      for (const { inputs } of [...genotype.normal, ...genotype.reduce])
        for (const [op] of inputs) used.add(op);
      for (const auxiliary of [false, true]) {
        const network = new NasnetNetwork(genotype, at, { key: key(1), stem, auxiliary });
        const { parameters, auxiliary: head } = countNasnet(genotype, at, stem);
        const size = network.parameters.reduce((sum, { value }) => sum + value.size, 0);
        expect(size).toBe(parameters + (auxiliary ? head.parameters : 0));
        expect(new Set(network.parameters.map(({ name }) => name)).size).toBe(network.parameters.length);
        network.dispose();
      }
    }
    expect([...used].sort()).toEqual([...operations].sort());
  });

  test('have maps of the planned sizes at every endpoint, and a gradient for every weight', () => {
    const before = memory().numTensors;
    for (const genotype of networks) {
      const network = new NasnetNetwork(genotype, at, { key: key(1), stem, auxiliary: true });
      tidy(() => {
        const found: Record<string, number[]> = {};
        const labels = tensor1d([1, 4, 9], 'int32');
        const { gradients, value } = valueAndGradients(() => {
          const { logits, auxiliaryLogits } = network.run(noise(at.image.height), {
            statistics: 'track',
            training: { dropPath: { final: 0, progress: 0 }, draws: draws(key(4)) },
            onEndpoint: (name, maps) => {
              found[name] = maps.shape.slice(1);
            },
          });
          expect(logits.shape).toEqual([3, 10]);
          if (!auxiliaryLogits) throw new Error('no auxiliary head');
          return add(softmaxCrossEntropy(logits, labels), softmaxCrossEntropy(auxiliaryLogits, labels));
        }, network.parameters);
        const { stem: first, cells } = planNetwork(genotype, at, stem);
        const maps = [{ name: 'stem', output: first }, ...cells];
        expect(found).toEqual(
          Object.fromEntries(maps.map(({ name, output: o }) => [name, [o.height, o.width, o.channels]])),
        );
        expect(Number.isFinite(value.dataSync()[0])).toBe(true);
        const missing = network.parameters.filter((_, i) => [...gradients][i] === null);
        // A sampled cell may leave an input unread, and what prepares it learns nothing then.
        if (genotype === namedGenotypes['NASNet-A']) expect(missing.map(({ name }) => name)).toEqual([]);
        expect(missing.length).toBeLessThan(network.parameters.length / 2);
      });
      network.dispose();
    }
    expect(memory().numTensors).toBe(before);
  });
});

test('the same key builds the same network, and dropping changes only what training makes', () => {
  const [genotype] = networks;
  if (!genotype) throw new Error('no genotype');
  const at = shape(16, 4);
  const logits = (seed: number, final?: number): readonly number[] => {
    const network = new NasnetNetwork(genotype, at, { key: key(seed), stem: 'cifar', auxiliary: false });
    const values = tidy(() => {
      const training =
        final === undefined ? {} : { training: { dropPath: { final, progress: 1 }, draws: draws(key(8)) } };
      return [...network.run(noise(16), { statistics: 'batch', ...training }).logits.dataSync()];
    });
    network.dispose();
    return values;
  };
  expect(logits(1)).toEqual(logits(1));
  expect(logits(1)).not.toEqual(logits(2));
  expect(logits(1, 0)).toEqual(logits(1));
  expect(logits(1, 0.9)).not.toEqual(logits(1));
});

describe('layers', () => {
  const making = () => ({ weights: new Weights(key(1)), epsilon: 1e-5 });
  const row = (values: readonly number[]): Tensor => tensor4d([...values], [1, 1, values.length, 1]);

  test('strided windows leave the odd pixel behind, as the SAME padding of TensorFlow does', () => {
    const max = (values: readonly number[], kernel: number) =>
      tidy(() => [...pooling('max', kernel, 2)(row(values), 'batch').dataSync()]);
    // Even: no padding before, one column after. Odd: one on either side.
    expect(max([1, 2, 3, 4], 3)).toEqual([3, 4]);
    expect(max([9, 2, 3, 4, 5], 3)).toEqual([9, 4, 5]);
    expect(max([1, 2, 3, 4, 5, 6, 7, 8], 5)).toEqual([4, 6, 8, 8]);
    const avg = tidy(() => [...pooling('avg', 3, 1)(row([3, 5, 10]), 'batch').dataSync()]);
    expect(avg).toEqual([4, 6, 7.5]);
  });

  test('a factorised reduction reads the even pixels, and the odd ones with a zero behind', () => {
    const made = making();
    const reduce = factorizedReduction(made, 'r', { from: 1, to: 2 });
    for (const parameter of made.weights.parameters.slice(0, 2)) parameter.write(new Float32Array([1]));
    const x = tensor4d(
      Array.from({ length: 25 }, (_, i) => i + 1),
      [1, 5, 5, 1],
    );
    // Running mean 0 and variance 1: divided by sqrt(1 + epsilon) alone.
    const y = tidy(() => [...reduce(x, 'running').dataSync()]);
    const even = [1, 3, 5, 11, 13, 15, 21, 23, 25];
    const odd = [7, 9, 0, 17, 19, 0, 0, 0, 0];
    const expected = even.flatMap((value, i) => [value, odd[i] ?? 0]);
    y.forEach((value, i) => {
      expect(value * Math.sqrt(1 + 1e-5)).toBeCloseTo(expected[i] ?? Number.NaN, 4);
    });
    expect(y).toHaveLength(18);
    made.weights.dispose();
    x.dispose();
  });

  test('a dilated convolution of stride two reads every other pixel around every other one', () => {
    const made = making();
    const options = { kernel: 3, dilation: 2, stride: 2 } as const;
    const layer = convolution(made, 'd', { from: 1, to: 1 }, options);
    // The middle row of the window: left, centre and right taps.
    made.weights.parameters[0]?.write(new Float32Array([0, 0, 0, 1, 10, 100, 0, 0, 0]));
    const y = tidy(() => [...layer(row([1, 2, 3, 4, 5, 6]), 'running').dataSync()]);
    // Windows cover five columns; six need three of padding in all, one before and two behind.
    const expected = [0 + 20 + 400, 2 + 40 + 600, 4 + 60 + 0];
    y.forEach((value, i) => {
      expect(value * Math.sqrt(1 + 1e-5)).toBeCloseTo(expected[i] ?? Number.NaN, 2);
    });
    made.weights.dispose();
  });
});

test.each([
  ['nasnet_cifar', 18 + 2],
  ['nasnet_large', 18 + 2 + 2],
])('%s: drop path is scheduled by depth and step', (name, cells) => {
  const { keep_final: kept, total_cells, total_steps: steps, values } = golden[name];
  expect(total_cells).toBe(cells);
  for (const { cell, step, keep } of values) {
    expect(1 - dropProbability({ final: 1 - kept, progress: step / steps }, cell, cells)).toBeCloseTo(
      keep,
      12,
    );
  }
  expect(values.length).toBeGreaterThan(3);
});
