/** Built networks: their sizes, what they compute, and that training moves every weight. */
import { memory, type Tensor, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { softmaxCrossEntropy, startEngine, valueAndGradients } from '../../../experiments/engine/index.ts';
import { NasConvNetwork } from '../../../experiments/model/nas-conv/network.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { countNasConv } from '../../../experiments/space/nas-conv/counts.ts';
import {
  fixedStrides,
  type NasConvForm,
  pooling,
  predictedStrides,
} from '../../../experiments/space/nas-conv/form.ts';
import type { ConvGenotype } from '../../../experiments/space/nas-conv/genotype.ts';
import { nasConvShape, planNetwork } from '../../../experiments/space/nas-conv/plan.ts';
import { nasConv } from '../../../experiments/space/nas-conv/space.ts';

const traits = { height: 9, width: 7, channels: 2, classes: 4 };
const shapeOf = (form: NasConvForm) => nasConvShape(traits, { initialChannels: form === pooling ? 2 : 3 });

function noise(batch: number): Tensor {
  const { height, width, channels } = traits;
  const source = draws(key(5));
  const values = Float32Array.from({ length: batch * height * width * channels }, () => source.normal());
  return tensor4d(values, [batch, height, width, channels]);
}

beforeAll(() => startEngine('wasm'));

describe.each([fixedStrides, predictedStrides, pooling])('$name', (form) => {
  const sampled: readonly ConvGenotype[] = Array.from({ length: 5 }, (_, i) =>
    nasConv(form).sample(draws(split(key(2), i))),
  );

  test('networks have as many parameters as the arithmetic counts, and logits of the classes', () => {
    for (const genotype of sampled) {
      const network = new NasConvNetwork(form, genotype, shapeOf(form), key(1));
      const size = network.parameters.reduce((sum, { value }) => sum + value.size, 0);
      expect(size).toBe(countNasConv(form, genotype, shapeOf(form)).parameters);
      expect(new Set(network.parameters.map(({ name }) => name)).size).toBe(network.parameters.length);
      const shape = tidy(() => network.logits(noise(2), 'batch').shape);
      expect(shape).toEqual([2, traits.classes]);
      network.dispose();
    }
  });

  test('every weight has a gradient, and nothing is left behind', () => {
    const before = memory().numTensors;
    for (const genotype of sampled) {
      const network = new NasConvNetwork(form, genotype, shapeOf(form), key(1));
      tidy(() => {
        const labels = tensor1d([1, 3, 0], 'int32');
        const { gradients } = valueAndGradients(
          () => softmaxCrossEntropy(network.logits(noise(3), 'track'), labels),
          network.parameters,
        );
        expect(gradients.filter((gradient) => gradient === null)).toEqual([]);
      });
      network.dispose();
    }
    expect(memory().numTensors).toBe(before);
  });
});

/**
 * The same network again, in float64 and by loops: no engine, no plan. Normalisations have their first running statistics,
 * mean 0 and variance 1.
 */
function byLoops(network: NasConvNetwork, { layers }: ConvGenotype, images: readonly number[][][][]) {
  const values = new Map(network.parameters.map(({ name, value }) => [name, Array.from(value.dataSync())]));
  const of = (name: string): readonly number[] => values.get(name) ?? [];
  type Map3 = readonly (readonly (readonly number[])[])[];
  const join = (maps: readonly Map3[]): Map3 => {
    const height = Math.max(...maps.map((map) => map.length));
    const width = Math.max(...maps.map((map) => map[0]?.length ?? 0));
    return Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) =>
        maps.flatMap((map) => {
          const top = Math.floor((height - map.length) / 2);
          const left = Math.floor((width - (map[0]?.length ?? 0)) / 2);
          const channels = map[0]?.[0]?.length ?? 0;
          return map[y - top]?.[x - left] ?? Array.from({ length: channels }, () => 0);
        }),
      ),
    );
  };
  return images.map((picture) => {
    const made: Map3[] = [];
    layers.forEach(({ filter: [fh, fw], stride: [sh, sw], inputs }, l) => {
      const x = join(inputs.length === 0 ? [picture] : inputs.map((input) => made[input] ?? []));
      const [height, width] = [x.length, x[0]?.length ?? 0];
      const weights = of(`layer_${l}.conv.weight`);
      const from = x[0]?.[0]?.length ?? 0;
      const to = weights.length / (fh * fw * from);
      const out = [Math.ceil(height / sh), Math.ceil(width / sw)] as const;
      const above = Math.floor(Math.max((out[0] - 1) * sh + fh - height, 0) / 2);
      const before = Math.floor(Math.max((out[1] - 1) * sw + fw - width, 0) / 2);
      made.push(
        Array.from({ length: out[0] }, (_, y) =>
          Array.from({ length: out[1] }, (_, z) =>
            Array.from({ length: to }, (_, c) => {
              let sum = 0;
              for (let i = 0; i < fh; i += 1)
                for (let j = 0; j < fw; j += 1)
                  for (let k = 0; k < from; k += 1) {
                    const value = x[y * sh + i - above]?.[z * sw + j - before]?.[k] ?? 0;
                    sum += value * (weights[((i * fw + j) * from + k) * to + c] ?? 0);
                  }
              return Math.max(0, sum / Math.sqrt(1 + 1e-5));
            }),
          ),
        ),
      );
    });
    const used = new Set(layers.flatMap(({ inputs }) => inputs));
    const last = join(made.filter((_, l) => !used.has(l)));
    const pixels = last.length * (last[0]?.length ?? 0);
    const means = (last[0]?.[0] ?? []).map(
      (_, c) =>
        last.reduce((sum, row) => row.reduce((total, pixel) => total + (pixel[c] ?? 0), sum), 0) / pixels,
    );
    const classes = of('classifier.bias').length;
    return Array.from({ length: classes }, (_, k) =>
      means.reduce(
        (sum, mean, c) => sum + mean * (of('classifier.weight')[c * classes + k] ?? 0),
        of('classifier.bias')[k] ?? 0,
      ),
    );
  });
}

test('logits are those of the same network by loops, with every side and stride', () => {
  const pictures = tidy(() => noise(2).arraySync()) as number[][][][];
  const used = new Set<string>();
  for (let i = 0; i < 8; i += 1) {
    const genotype = nasConv(predictedStrides).sample(draws(split(key(9), i)));
    const small = { layers: genotype.layers.slice(0, 6) };
    for (const { filter, stride } of small.layers) {
      for (const side of filter) used.add(`side ${side}`);
      for (const step of stride) used.add(`stride ${step}`);
    }
    const network = new NasConvNetwork(predictedStrides, small, shapeOf(predictedStrides), key(1));
    const found = tidy(() => network.logits(noise(2), 'running').arraySync()) as number[][];
    const expected = byLoops(network, small, pictures);
    found.flat().forEach((value, k) => {
      expect(value).toBeCloseTo(expected.flat()[k] ?? Number.NaN, 5);
    });
    network.dispose();
  }
  expect([...used].sort()).toEqual(
    ['side 1', 'side 3', 'side 5', 'side 7', 'stride 1', 'stride 2', 'stride 3'].sort(),
  );
});

test('maps that are pooled before they are read are those of the plan', () => {
  const layers = Array.from({ length: 13 }, (_, l) => ({
    ...{ filter: [1, 1] as const, stride: [1, 1] as const, filters: 6 },
    inputs: Array.from({ length: l }, (_, j) => j),
  }));
  const plan = planNetwork(pooling, { layers }, shapeOf(pooling));
  expect(plan.last).toEqual({ height: 3, width: 2, channels: 6 });
  const network = new NasConvNetwork(pooling, { layers }, shapeOf(pooling), key(1));
  expect(tidy(() => network.logits(noise(1), 'running').shape)).toEqual([1, 4]);
  network.dispose();
});
