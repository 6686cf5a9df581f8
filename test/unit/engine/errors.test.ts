import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as e from '../../../experiments/engine/index.ts';
import { freshKernels } from './support/build.ts';

const zeros = (...shape: number[]): tf.Tensor => tf.zeros(shape);

const refusals: readonly (readonly [string, () => unknown, string])[] = [
  [
    'rank',
    () => e.conv2d(zeros(2, 3), zeros(1, 1, 3, 4)),
    'conv2d: expected `x` to be float32 [batch, height, width, channels], got float32 [2, 3]',
  ],
  [
    'channels',
    () => e.conv2d(zeros(1, 4, 4, 3), zeros(3, 3, 2, 4)),
    'conv2d: expected `filter` to be float32 [3, 3, 3, 4], got float32 [3, 3, 2, 4]',
  ],
  [
    'window',
    () => e.conv2d(zeros(1, 2, 2, 3), zeros(3, 3, 3, 4)),
    'conv2d: expected a window that fits in the padded image, got a 3x3 window with dilation 1x1 on a 2x2 image',
  ],
  [
    'stride',
    () => e.conv2d(zeros(1, 4, 4, 3), zeros(1, 1, 3, 4), { stride: 0 }),
    'conv2d: expected `stride` to be an integer >= 1, got `0`',
  ],
  [
    'multiplier',
    () => e.depthwiseConv2d(zeros(1, 4, 4, 3), zeros(3, 3, 3, 2)),
    'depthwiseConv2d: expected `filter` to be float32 [3, 3, 3, 1], got float32 [3, 3, 3, 2]',
  ],
  [
    'gamma',
    () => e.batchNormTrain(zeros(1, 2, 2, 3), { gamma: zeros(2) }),
    'batchNormTrain: expected `gamma` to be float32 [3], got float32 [2]',
  ],
  [
    'pool padding',
    () => e.maxPool(zeros(1, 4, 4, 3), { size: 2, pad: 2 }),
    'maxPool: expected every window to touch the image and to hold at most 255 values, got size 2x2 with padding 2 above and 2 left',
  ],
  [
    'inner size',
    () => e.matMul(zeros(2, 3), zeros(2, 4)),
    'matMul: expected `b` to be float32 [3, 4], got float32 [2, 4]',
  ],
  [
    'labels',
    () => e.softmaxCrossEntropy(zeros(2, 3), tf.tensor1d([0, 1])),
    'softmaxCrossEntropy: expected `labels` to be int32 [2], got float32 [2]',
  ],
  [
    'label',
    () => e.softmaxCrossEntropy(zeros(2, 3), tf.tensor1d([0, 3], 'int32')),
    'softmaxCrossEntropy: expected labels from 0 to 2, got another in row 1',
  ],
  [
    'smoothing',
    () => e.softmaxCrossEntropy(zeros(1, 3), tf.tensor1d([0], 'int32'), { labelSmoothing: 2 }),
    'softmaxCrossEntropy: expected `labelSmoothing` from 0 to 1, got `2`',
  ],
  [
    'index',
    () => e.embedding(zeros(3, 2), tf.tensor1d([0, -1], 'int32')),
    'embedding: expected indices from 0 to 2, got another at position 1',
  ],
  [
    'mixing weights',
    () => e.mixedSum([zeros(2), zeros(2)], zeros(3)),
    'mixedSum: expected `weights` to be float32 [2], got float32 [3]',
  ],
  ['no tensors', () => e.addN([]), 'addN: expected at least one tensor, got none'],
  [
    'unlike tensors',
    () => e.addN([zeros(2), zeros(3)]),
    'addN: expected `tensors[1]` to be float32 [2], got float32 [3]',
  ],
  [
    'rows',
    () => e.concatChannels([zeros(2, 3), zeros(3, 3)]),
    'concatChannels: expected `tensors[1]` to be float32 [2, 3], got float32 [3, 3]',
  ],
  [
    'part sizes',
    () => e.splitChannels(zeros(2, 3), [1, 1]),
    'splitChannels: expected `x` to be float32 [2, 2], got float32 [2, 3]',
  ],
];

const nan = Number.NaN;

describe.each(['cpu', 'wasm'] as const)('%s', (engine) => {
  beforeAll(async () => {
    await freshKernels();
    await e.startEngine(engine);
  });

  it.each(refusals)('refuses a wrong %s and leaves no tensor', (_, act, message) => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      expect(act).toThrow(message);
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('NaN passes through relu, pooling, normalisation, products and the loss', () => {
    tf.tidy(() => {
      const values = (x: tf.Tensor): number[] => Array.from(x.dataSync());
      expect(values(e.relu(tf.tensor1d([nan, -1, 2])))).toEqual([nan, 0, 2]);
      const image = tf.tensor4d([1, 2, nan, 4], [1, 2, 2, 1]);
      expect(values(e.maxPool(image, { size: 2 }))).toEqual([nan]);
      expect(values(e.avgPool(image, { size: 2 }))).toEqual([nan]);
      expect(values(e.batchNormTrain(image).y)).toEqual([nan, nan, nan, nan]);
      expect(values(e.matMul(tf.tensor2d([[nan, 1]]), tf.tensor2d([[0], [1]])))).toEqual([nan]);
      const logits = tf.tensor2d([[nan, 1]]);
      expect(values(e.softmaxCrossEntropy(logits, tf.tensor1d([1], 'int32')))).toEqual([nan]);
      const filter = tf.tensor4d([1], [1, 1, 1, 1]);
      expect(values(e.depthwiseConv2d(image, filter, { relu: true }))).toEqual([1, 2, nan, 4]);
    });
  });

  it('the loss of a hopeless prediction is large and finite', () => {
    const loss = tf.tidy(
      () => e.softmaxCrossEntropy(tf.tensor2d([[1000, -1000]]), tf.tensor1d([1], 'int32')).dataSync()[0],
    );
    expect(loss).toBe(2000);
  });
});
