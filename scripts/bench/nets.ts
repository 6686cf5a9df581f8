/** The networks of the engine benchmark. Each is a function from a batch to a loss, over its parameters. */
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import * as e from '../../experiments/engine/index.ts';

export interface Net {
  readonly parameters: e.Parameter[];
  readonly loss: () => Tensor;
}

/** Cheap pseudo-random numbers in [-1, 1): the benchmark needs values, not statistics. */
export const numbers = (count: number, seed: number, scale = 1): Float32Array => {
  let state = (seed * 2654435761) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return scale * (state / 2 ** 31 - 1);
  });
};

export class Weights {
  readonly all: e.Parameter[] = [];

  make(shape: number[], fanIn: number): e.Parameter {
    const size = shape.reduce((product, axis) => product * axis, 1);
    const values = numbers(size, this.all.length + 1, Math.sqrt(3 / fanIn));
    const parameter = new e.Parameter(`p${this.all.length}`, shape, values);
    this.all.push(parameter);
    return parameter;
  }

  fill(shape: number[], value: number): e.Parameter {
    const parameter = new e.Parameter(
      `p${this.all.length}`,
      shape,
      new Float32Array(shape[0] ?? 0).fill(value),
    );
    this.all.push(parameter);
    return parameter;
  }
}

export const images = (batch: number, size: number, channels: number): Tensor =>
  tensor(numbers(batch * size * size * channels, 99), [batch, size, size, channels]);

export const labels = (batch: number): Tensor =>
  tensor(
    Int32Array.from({ length: batch }, (_, i) => (i * 7) % 10),
    [batch],
    'int32',
  );

export type Layer = (x: Tensor) => Tensor;

export const classifier = (w: Weights, channels: number): ((x: Tensor, y: Tensor) => Tensor) => {
  const weight = w.make([channels, 10], channels);
  const bias = w.fill([10], 0);
  return (x, y) => e.softmaxCrossEntropy(e.linear(e.globalAveragePool(x), weight.value, bias.value), y);
};

const stem = (w: Weights, channels: number, affine = true): Layer => {
  const filter = w.make([3, 3, 3, channels], 27);
  const gamma = affine ? w.fill([channels], 1) : null;
  const beta = affine ? w.fill([channels], 0) : null;
  return (x) => {
    const options = gamma && beta ? { gamma: gamma.value, beta: beta.value } : {};
    return e.batchNormTrain(e.conv2d(x, filter.value, { pad: 1 }), options).y;
  };
};

/** ReLU, depthwise, pointwise, batch norm. */
export const separable = (
  w: Weights,
  channels: number,
  size: number,
  options: { pad: number; stride?: number; dilation?: number; affine?: boolean },
): Layer => {
  const depthwise = w.make([size, size, channels, 1], size * size);
  const pointwise = w.make([1, 1, channels, channels], channels);
  const gamma = options.affine ? w.fill([channels], 1) : null;
  const beta = options.affine ? w.fill([channels], 0) : null;
  const { pad, stride = 1, dilation = 1 } = options;
  return (x) => {
    const affine = gamma && beta ? { gamma: gamma.value, beta: beta.value } : {};
    const shape = { pad, stride, dilation, relu: true };
    return e.separableBatchNormTrain(x, depthwise.value, pointwise.value, { ...shape, ...affine }).y;
  };
};

export const separableNet = (batch: number, channels: number, size: number, layers = 6): Net => {
  const w = new Weights();
  const x = images(batch, size, 3);
  const y = labels(batch);
  const first = stem(w, channels);
  const blocks = Array.from({ length: layers }, () => separable(w, channels, 3, { pad: 1, affine: true }));
  const last = classifier(w, channels);
  return {
    parameters: w.all,
    loss: () =>
      last(
        blocks.reduce((t, block) => block(t), first(x)),
        y,
      ),
  };
};
