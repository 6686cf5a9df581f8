import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { type Doubles, random } from './numbers.ts';

/** Largest allowed difference, relative to the largest expected value (but at least to 1). */
const tolerance = 2e-5;

export const toTensor = (x: Doubles): tf.Tensor => tf.tensor(Float32Array.from(x.data), [...x.shape]);

export const expectClose = (
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  label: string,
  allowed = tolerance,
): void => {
  expect(actual.length, `${label}: size`).toBe(expected.length);
  let scale = 1;
  for (let i = 0; i < expected.length; i++) scale = Math.max(scale, Math.abs(expected[i] as number));
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((actual[i] as number) - (expected[i] as number));
    if (!(difference <= allowed * scale)) {
      expect.fail(`${label}: at ${i} expected ${expected[i]}, got ${actual[i]}`);
    }
  }
};

/** At most so many entries of an input are checked by finite differences. */
const samples = 10;

/** Entries spread over an array, the first and the last among them. */
const sampled = (size: number): number[] => {
  if (size <= samples) return Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: samples }, (_, i) => Math.round((i * (size - 1)) / (samples - 1)));
};

/** d/dx of sum(weights * f(x)) by central differences in float64, at some entries of one input. */
export const numericGradient = (
  f: (inputs: readonly Doubles[]) => Doubles,
  inputs: readonly Doubles[],
  which: number,
  weights: Doubles,
): Map<number, number> => {
  const step = 1e-5;
  const input = inputs[which] as Doubles;
  const value = (data: Float64Array): number => {
    const moved = inputs.map((each, i) => (i === which ? { shape: each.shape, data } : each));
    return f(moved).data.reduce((total, y, i) => total + y * (weights.data[i] as number), 0);
  };
  const entries = sampled(input.data.length).map((i): [number, number] => {
    const up = Float64Array.from(input.data);
    const down = Float64Array.from(input.data);
    up[i] = (up[i] as number) + step;
    down[i] = (down[i] as number) - step;
    return [i, (value(up) - value(down)) / (2 * step)];
  });
  return new Map(entries);
};

export interface OpCase {
  readonly name: string;
  readonly inputs: readonly (readonly number[])[];
  readonly op: (inputs: tf.Tensor[]) => tf.Tensor;
  readonly reference: (inputs: readonly Doubles[]) => Doubles;
  /** Inputs that must be positive, such as a variance. */
  readonly positive?: readonly number[];
  /** Inputs to differentiate by; default all. */
  readonly differentiate?: readonly number[];
}

export const inputsOf = ({ inputs, positive = [] }: OpCase): Doubles[] =>
  inputs.map((shape, i) => {
    const values = random(shape, i + 1);
    return positive.includes(i) ? { shape, data: values.data.map((v) => 1.5 + v) } : values;
  });

export interface CaseResult {
  readonly y: Float32Array;
  readonly shape: readonly number[];
  readonly gradients: ReadonlyMap<number, Float32Array>;
}

/** Runs an op forwards and, through the tape of tfjs, backwards. */
export const runCase = (
  { op, inputs: shapes, differentiate = shapes.map((_, i) => i) }: OpCase,
  inputs: readonly Doubles[],
  weights: Doubles,
): CaseResult => {
  tf.engine().startScope();
  try {
    const tensors = inputs.map(toTensor);
    const y = op(tensors);
    const upstream = toTensor(weights);
    const gradients = tf.grads((...xs: tf.Tensor[]) => {
      const all = tensors.map((tensor, i) => xs[differentiate.indexOf(i)] ?? tensor);
      return tf.sum(tf.mul(op(all), upstream));
    })(differentiate.map((i) => tensors[i] as tf.Tensor));
    return {
      y: y.dataSync() as Float32Array,
      shape: y.shape,
      gradients: new Map(
        gradients.map((gradient, i) => [differentiate[i] as number, gradient.dataSync() as Float32Array]),
      ),
    };
  } finally {
    tf.engine().endScope();
  }
};
