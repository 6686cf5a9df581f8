/** Cells that run again on the way back give the gradients of those that keep what they computed. */
import { dispose, memory, softmax, type Tensor, tensor1d, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  Parameter,
  softmaxCrossEntropy,
  startEngine,
  valueAndGradients,
} from '../../../experiments/engine/index.ts';
import { SuperNet } from '../../../experiments/model/super-net.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const shape = { initialChannels: 4, layers: 4, classes: 10, inputChannels: 3, height: 8, width: 8 };

interface Found {
  readonly loss: number;
  readonly gradients: readonly (readonly number[] | null)[];
  /** Held for the way back when the forward pass was done. */
  readonly keptBytes: number;
}

/** One pass over a super-net of the same weights, which recomputes or does not. */
function pass(mostKeptBytes: number, by: 'architecture' | 'weights' | 'both', dropPath = 0): Found {
  const before = memory().numTensors;
  const net = new SuperNet(shape, key(1), { mostKeptBytes });
  const source = draws(key(2));
  const numbers = (count: number) => Float32Array.from({ length: count }, () => source.normal());
  const alphas = [0, 1].map((i) => new Parameter(`alphas ${i}`, [14, 8], numbers(14 * 8)));
  const images = tensor4d(numbers(4 * 8 * 8 * 3), [4, 8, 8, 3]);
  const labels = tensor1d([1, 2, 3, 4], 'int32');
  const targets = [...(by === 'weights' ? [] : alphas), ...(by === 'architecture' ? [] : net.parameters)];
  const bytes = memory().numBytes;
  let keptBytes = 0;
  const { value, gradients } = valueAndGradients(() => {
    const [normal, reduce] = alphas.map((parameter) => softmax(parameter.value)) as [Tensor, Tensor];
    const dropped = { probability: dropPath, key: key(3) };
    const mode = { kind: 'mixed', normal, reduce, dropPath: dropped } as const;
    const loss = softmaxCrossEntropy(net.logits(images, mode, 'batch'), labels);
    keptBytes = memory().numBytes - bytes;
    return loss;
  }, targets);
  const found = {
    loss: value.dataSync()[0] ?? NaN,
    gradients: gradients.map((gradient) => (gradient ? [...gradient.dataSync()] : null)),
    keptBytes,
  };
  dispose([value, images, labels, ...gradients.filter((gradient) => gradient !== null)]);
  for (const thing of [net, ...alphas]) thing.dispose();
  expect(memory().numTensors).toBe(before);
  return found;
}

const largestDifference = (a: Found, b: Found): number => {
  const [left, right] = [a.gradients.flatMap((g) => g ?? []), b.gradients.flatMap((g) => g ?? [])];
  expect(left.length).toBe(right.length);
  return left.reduce((most, value, i) => Math.max(most, Math.abs(value - (right[i] ?? NaN))), 0);
};

describe('a super-net that recomputes its cells', () => {
  test.each([
    ['architecture', 0],
    ['architecture', 0.3],
    ['weights', 0],
    ['both', 0.3],
  ] as const)('gives the same gradients by %s, with drop path %d', (by, dropPath) => {
    const [kept, again] = [pass(Infinity, by, dropPath), pass(0, by, dropPath)];
    expect(again.loss).toBe(kept.loss);
    expect(again.gradients.map((g) => g === null)).toEqual(kept.gradients.map((g) => g === null));
    expect(largestDifference(kept, again)).toBeLessThan(1e-5);
    expect(again.keptBytes).toBeLessThan(kept.keptBytes / 4);
  });

  test('and the same bits by the architecture alone', () => {
    expect(pass(0, 'architecture').gradients).toEqual(pass(Infinity, 'architecture').gradients);
  });
});
