/** The compiled kernels against the reference ones, on shapes that reach every block size, edge and tail. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as e from '../../../experiments/engine/index.ts';
import { kernelNames } from '../../../experiments/engine/kernel-names.ts';
import { freshKernels } from './support/build.ts';
import { type CaseResult, expectClose, inputsOf, type OpCase, runCase } from './support/compare.ts';
import { random } from './support/numbers.ts';

type Tensors = tf.Tensor[];

const convolution = (x: number[], filter: number[], options: e.WindowOptions): OpCase => ({
  name: `conv2d [${x}] * [${filter}] ${JSON.stringify(options)}`,
  inputs: [x, filter],
  op: ([a, b]) => e.conv2d(a as tf.Tensor, b as tf.Tensor, options),
  reference: ([a]) => a as never,
});

const depthwise = (x: number[], size: number, options: e.DepthwiseOptions): OpCase => ({
  name: `depthwiseConv2d [${x}] ${size}x${size} ${JSON.stringify(options)}`,
  inputs: [x, [size, size, x[3] as number, 1]],
  op: ([a, b]) => e.depthwiseConv2d(a as tf.Tensor, b as tf.Tensor, options),
  reference: ([a]) => a as never,
});

const separable = (x: number[], size: number, outs: number, options: e.SeparableOptions): OpCase => ({
  name: `separableBatchNormTrain [${x}] ${size}x${size} to ${outs} ${JSON.stringify(options)}`,
  inputs: [x, [size, size, x[3] as number, 1], [1, 1, x[3] as number, outs], [outs]],
  op: ([a, b, c, gamma]) =>
    e.separableBatchNormTrain(a as tf.Tensor, b as tf.Tensor, c as tf.Tensor, {
      ...options,
      gamma: gamma as tf.Tensor,
    }).y,
  reference: ([a]) => a as never,
});

const other = (name: string, inputs: number[][], op: (tensors: Tensors) => tf.Tensor): OpCase => ({
  name: `${name} ${JSON.stringify(inputs)}`,
  inputs,
  op,
  reference: ([a]) => a as never,
});

const cases: readonly OpCase[] = [
  convolution([3, 13, 11, 3], [3, 3, 3, 16], { pad: 1 }),
  convolution([2, 12, 12, 16], [3, 3, 16, 24], { pad: 1, stride: 2 }),
  convolution([2, 16, 16, 16], [1, 1, 16, 16], {}),
  convolution([2, 15, 15, 10], [1, 1, 10, 6], {
    stride: 2,
    pad: [
      [-1, 0],
      [-1, 0],
    ],
  }),
  convolution([4, 8, 8, 64], [3, 3, 64, 20], { pad: 1 }),
  convolution([1, 20, 20, 5], [5, 5, 5, 9], { pad: 4, dilation: 2 }),
  convolution([2, 9, 9, 4], [7, 1, 4, 4], {
    pad: [
      [3, 3],
      [0, 0],
    ],
    stride: [2, 1],
  }),
  convolution([2, 5, 5, 4], [3, 3, 4, 4], { pad: 4 }),
  ...[1, 3, 4, 6, 16].flatMap((channels) => [
    depthwise([2, 16, 16, channels], 3, { pad: 1, relu: true }),
    depthwise([2, 11, 13, channels], 5, { pad: 2, stride: 2 }),
    depthwise([2, 12, 10, channels], 5, { pad: 4, dilation: 2, relu: true }),
    depthwise([1, 15, 14, channels], 3, { pad: 2, dilation: 2, stride: 2, relu: true }),
    depthwise([1, 12, 12, channels], 7, { pad: 3 }),
  ]),
  depthwise([1, 14, 14, 8], 3, { pad: 3, dilation: 3, stride: 3 }),
  depthwise([1, 14, 14, 8], 4, { pad: 3, dilation: 2, stride: 3 }),
  depthwise([1, 4, 4, 8], 3, { pad: 4 }),
  ...[
    [5, 4, 4, 8],
    [3, 16, 16, 16],
    [2, 32, 32, 4],
    [20, 8, 8, 12],
    [3, 13, 20, 36],
  ].flatMap((x) => [
    separable(x, 3, 8, { pad: 1, relu: true }),
    separable(x, 5, 20, { pad: 2, stride: 2, relu: true, outputRelu: true }),
    separable(x, 3, 16, { pad: 2, dilation: 2 }),
  ]),
  ...[3, 8, 50, 130].map((channels) =>
    other(
      'batchNormTrain',
      [[5, 7, 6, channels], [channels], [channels]],
      ([x, gamma, beta]) =>
        e.batchNormTrain(x as tf.Tensor, { gamma: gamma as tf.Tensor, beta: beta as tf.Tensor, relu: true })
          .y,
    ),
  ),
  ...[1, 6, 8, 13].flatMap((channels) => [
    other('maxPool 3', [[2, 9, 8, channels]], ([x]) => e.maxPool(x as tf.Tensor, { size: 3, pad: 1 })),
    other('maxPool 2', [[2, 9, 8, channels]], ([x]) => e.maxPool(x as tf.Tensor, { size: 2, stride: 2 })),
    other('avgPool 3', [[2, 9, 8, channels]], ([x]) =>
      e.avgPool(x as tf.Tensor, { size: 3, stride: 2, pad: 1 }),
    ),
    other('avgPool 5', [[2, 9, 8, channels]], ([x]) => e.avgPool(x as tf.Tensor, { size: 5, pad: 2 })),
  ]),
  ...[false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) =>
      other(
        `matMul ${transposeA} ${transposeB}`,
        [transposeA ? [1100, 18] : [18, 1100], transposeB ? [30, 1100] : [1100, 30]],
        ([a, b]) => e.matMul(a as tf.Tensor, b as tf.Tensor, { transposeA, transposeB }),
      ),
    ),
  ),
  other('linear', [[70, 33], [33, 10], [10]], ([x, w, b]) =>
    e.linear(x as tf.Tensor, w as tf.Tensor, b as tf.Tensor),
  ),
  other('mixedSum', [[3, 1111], [3, 1111], [3, 1111], [3, 1111], [3, 1111], [5]], (tensors) =>
    e.mixedSum(tensors.slice(0, 5), tensors[5] as tf.Tensor),
  ),
  other(
    'addN',
    [
      [3, 1111],
      [3, 1111],
      [3, 1111],
      [3, 1111],
    ],
    (tensors) => e.addN(tensors),
  ),
];

const outputShape = ({ op }: OpCase, tensors: Tensors): number[] => op(tensors).shape;

describe('the wasm engine agrees with the reference kernels', () => {
  beforeAll(async () => {
    await freshKernels();
    await e.startEngine('cpu');
    await e.startEngine('wasm');
  });

  it('every kernel exists on both engines', () => {
    for (const backend of ['cpu', 'wasm']) {
      const names = tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
      expect(names).toEqual(expect.arrayContaining([...kernelNames]));
    }
  });

  it.each(cases)('$name', async (opCase) => {
    const inputs = inputsOf(opCase);
    const results: CaseResult[] = [];
    for (const engine of ['cpu', 'wasm'] as const) {
      await e.startEngine(engine);
      const shape = tf.tidy(() =>
        outputShape(
          opCase,
          inputs.map((input) => tf.tensor(Float32Array.from(input.data), [...input.shape])),
        ).join(),
      );
      results.push(runCase(opCase, inputs, random(shape.split(',').map(Number), 77)));
    }
    const [reference, compiled] = results as [CaseResult, CaseResult];
    expect(compiled.shape).toEqual(reference.shape);
    expectClose(compiled.y, reference.y, 'forward');
    for (const [which, gradient] of reference.gradients) {
      expectClose(compiled.gradients.get(which) ?? [], gradient, `gradient of input ${which}`, 5e-5);
    }
  });
});
