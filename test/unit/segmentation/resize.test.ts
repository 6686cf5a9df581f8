/** Bilinear resizing: values of PyTorch's rule, exact on linear images, and its gradient. */
import { memory, mul, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Parameter, startEngine, valueAndGradients } from '../../../experiments/engine/index.ts';
import { interpolationMatrix } from '../../../experiments/model/segmentation/interpolation.ts';
import { resizeBilinear } from '../../../experiments/model/segmentation/resize-bilinear.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';

describe('the matrix', () => {
  test('has the weights of align_corners', () => {
    // torch.nn.functional.interpolate([0, 3], size=4, mode='linear', align_corners=True) is [0, 1, 2, 3].
    expect(Array.from(interpolationMatrix(2, 4))).toEqual(
      [1, 0, 2 / 3, 1 / 3, 1 / 3, 2 / 3, 0, 1].map((value) => Math.fround(value)),
    );
    expect(Array.from(interpolationMatrix(5, 3))).toEqual([1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
    expect(Array.from(interpolationMatrix(1, 3))).toEqual([1, 1, 1]);
    expect(Array.from(interpolationMatrix(3, 1))).toEqual([1, 0, 0]);
  });

  test.each([
    [4, 7],
    [33, 65],
    [65, 33],
    [17, 16],
  ])('of %i to %i keeps linear functions', (from, to) => {
    const matrix = interpolationMatrix(from, to);
    for (let i = 0; i < to; i += 1) {
      const row = matrix.subarray(i * from, (i + 1) * from);
      const mean = row.reduce((total, weight, j) => total + weight * j, 0);
      expect(row.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 6);
      expect(mean).toBeCloseTo((i * (from - 1)) / (to - 1), 4);
    }
  });
});

describe.each(['wasm', 'cpu'] as const)('on %s', (engine) => {
  beforeAll(() => startEngine(engine));

  test('a small image is that of PyTorch', () => {
    // interpolate(arange(4).view(1, 1, 2, 2), size=(3, 3), mode='bilinear', align_corners=True)
    const y = tidy(() =>
      Array.from(resizeBilinear(tensor([0, 1, 2, 3], [1, 2, 2, 1]), { height: 3, width: 3 }).dataSync()),
    );
    expect(y).toEqual([0, 0.5, 1, 1, 1.5, 2, 2, 2.5, 3]);
  });

  test('images and channels do not mix, and the gradient is the transpose', () => {
    const [from, to] = [
      { height: 3, width: 4 },
      { height: 5, width: 2 },
    ];
    const source = draws(key(4));
    const normal = (size: number) => Float32Array.from({ length: size }, () => source.normal());
    const x = new Parameter('x', [2, from.height, from.width, 3], normal(72));
    const upstream = normal(2 * to.height * to.width * 3);
    const before = memory().numTensors;
    const found = tidy(() => {
      const { value, gradients } = valueAndGradients(
        () => sum(mul(resizeBilinear(x.value, to), tensor(upstream, [2, to.height, to.width, 3]))),
        [x],
      );
      return {
        value: value.dataSync()[0] ?? Number.NaN,
        gradient: Float32Array.from(gradients[0]?.dataSync() ?? []),
      };
    });
    const [rows, columns] = [interpolationMatrix(3, 5), interpolationMatrix(4, 2)];
    const values = x.read();
    const expected = new Float64Array(72);
    let value = 0;
    for (let n = 0; n < 2; n += 1)
      for (let i = 0; i < 5; i += 1)
        for (let j = 0; j < 2; j += 1)
          for (let c = 0; c < 3; c += 1)
            for (let p = 0; p < 3; p += 1)
              for (let q = 0; q < 4; q += 1) {
                const weight = (rows[i * 3 + p] ?? 0) * (columns[j * 4 + q] ?? 0);
                const up = upstream[((n * 5 + i) * 2 + j) * 3 + c] ?? 0;
                const at = ((n * 3 + p) * 4 + q) * 3 + c;
                expected[at] = (expected[at] ?? 0) + weight * up;
                value += weight * up * (values[at] ?? 0);
              }
    expect(found.value).toBeCloseTo(value, 4);
    found.gradient.forEach((gradient, at) => {
      expect(gradient).toBeCloseTo(expected[at] ?? Number.NaN, 5);
    });
    expect(memory().numTensors).toBe(before);
    x.dispose();
  });

  test('nothing is done where the size is right, and nonsense is refused', () => {
    tidy(() => {
      const x = tensor([1, 2], [1, 1, 2, 1]);
      expect(resizeBilinear(x, { height: 1, width: 2 })).toBe(x);
      expect(() => resizeBilinear(x, { height: 0, width: 2 })).toThrow(
        'resizeBilinear: expected [batch, height, width, channels] to 1x1 or more, got [1, 1, 2, 1] to 0x2',
      );
    });
  });
});
