/** Brings the official code's numbers into this project's layout. */
import { type Tensor, tensor4d } from '@tensorflow/tfjs-core';
import type { Parameter } from '../../../experiments/engine/index.ts';
import { fromPyTorch } from '../../../experiments/model/pytorch-layout.ts';

export interface GoldenTensor {
  readonly shape: number[];
  readonly data: number[];
}

/** The generator behind arrays that are not stored: values offset + scale * (2u - 1), rounded to six decimals. */
export function lcg(seed: number): (count: number, scale: number, offset?: number) => Float32Array {
  let state = seed;
  return (count, scale, offset = 0) =>
    Float32Array.from({ length: count }, () => {
      state = (Math.imul(1664525, state) + 1013904223) >>> 0;
      return Math.round((offset + scale * (2 * (state / 2 ** 32) - 1)) * 1e6) / 1e6;
    });
}

/** NCHW values as an NHWC tensor. */
export function imagesFrom(
  values: ArrayLike<number>,
  [n = 0, c = 0, h = 0, w = 0]: readonly number[],
): Tensor {
  const out = new Float32Array(n * c * h * w);
  for (let i = 0; i < out.length; i += 1) {
    const [channel, x, y, image] = [
      i % c,
      Math.floor(i / c) % w,
      Math.floor(i / c / w) % h,
      Math.floor(i / c / w / h),
    ];
    out[i] = values[((image * c + channel) * h + y) * w + x] ?? 0;
  }
  return tensor4d(out, [n, h, w, c]);
}

/** Loads stored weights by name; every parameter must have one and every one must be used. */
export function loadWeights(parameters: readonly Parameter[], weights: Record<string, GoldenTensor>): void {
  const names = parameters.map(({ name }) => name);
  if (JSON.stringify(names) !== JSON.stringify(Object.keys(weights))) throw new Error('names differ');
  for (const parameter of parameters) {
    const data = Float32Array.from(weights[parameter.name]?.data ?? []);
    parameter.write(fromPyTorch(parameter.shape, data));
  }
}

/** Fills parameters in order by the rule of the golden files. */
export function fillFromLcg(parameters: readonly Parameter[], seed: number): void {
  const next = lcg(seed);
  for (const parameter of parameters) {
    const { shape, name, value } = parameter;
    const fanIn = value.size / outputsOf(shape);
    const scale = shape.length > 1 ? Math.sqrt(3 / fanIn) : name.endsWith('weight') ? 0.2 : 0.1;
    const isGain = shape.length === 1 && name.endsWith('weight');
    parameter.write(fromPyTorch(shape, next(value.size, scale, isGain ? 1 : 0)));
  }
}

/** The first axis in PyTorch's layout. */
function outputsOf(shape: readonly number[]): number {
  const isDepthwise = shape.length === 4 && shape[3] === 1 && (shape[0] ?? 1) > 1;
  return shape[isDepthwise ? 2 : shape.length - 1] ?? 1;
}

/** The largest absolute difference. */
export const distance = (actual: Tensor | Float32Array, expected: readonly number[]): number => {
  const values = actual instanceof Float32Array ? actual : actual.dataSync();
  if (values.length !== expected.length) return Infinity;
  return expected.reduce((most, value, i) => Math.max(most, Math.abs((values[i] ?? NaN) - value)), 0);
};
