/** The ops under test, each on several small shapes, next to their definition. */
import * as tf from '@tensorflow/tfjs-core';
import * as engine from '../../../../experiments/engine/index.ts';
import type { OpCase } from './compare.ts';
import { build, type Doubles, random } from './numbers.ts';
import * as reference from './reference.ts';

type Triple = readonly [Doubles, Doubles, Doubles];

const windows: readonly reference.Window[] = [
  {
    stride: [1, 1],
    dilation: [1, 1],
    pad: [
      [1, 1],
      [1, 1],
    ],
  },
  {
    stride: [2, 2],
    dilation: [1, 1],
    pad: [
      [1, 1],
      [1, 1],
    ],
  },
  {
    stride: [1, 1],
    dilation: [2, 2],
    pad: [
      [2, 2],
      [2, 2],
    ],
  },
  {
    stride: [2, 2],
    dilation: [2, 2],
    pad: [
      [2, 2],
      [2, 2],
    ],
  },
  {
    stride: [1, 1],
    dilation: [1, 1],
    pad: [
      [0, 2],
      [2, 0],
    ],
  },
  {
    stride: [1, 2],
    dilation: [2, 1],
    pad: [
      [2, 1],
      [0, 1],
    ],
  },
  {
    stride: [3, 3],
    dilation: [2, 2],
    pad: [
      [1, 1],
      [1, 1],
    ],
  },
];

const describeWindow = ({ stride, dilation, pad }: reference.Window): string =>
  `stride ${stride} dilation ${dilation} pad ${pad.flat()}`;

const convolutions = windows.flatMap((window): OpCase[] =>
  [
    { x: [2, 7, 6, 3], filter: [3, 3, 3, 5] },
    { x: [1, 6, 6, 4], filter: [3, 3, 4, 8] },
    { x: [1, 7, 7, 2], filter: [1, 3, 2, 4] },
  ].map(({ x, filter }) => ({
    name: `conv2d [${x}] * [${filter}] ${describeWindow(window)}`,
    inputs: [x, filter],
    op: ([a, b]) => engine.conv2d(a as tf.Tensor, b as tf.Tensor, window),
    reference: ([a, b]) => reference.conv2d(a as Doubles, b as Doubles, window),
  })),
);

const depthwises = windows.flatMap((window): OpCase[] =>
  [
    { x: [2, 7, 6, 3], filter: [3, 3, 3, 1], relu: true },
    { x: [1, 9, 9, 4], filter: [5, 5, 4, 1], relu: false },
    { x: [1, 6, 7, 6], filter: [3, 2, 6, 1], relu: true },
  ]
    .filter(({ filter }) => !(filter[0] === 5 && window.pad[0][0] === 0))
    .map(({ x, filter, relu }) => ({
      name: `depthwiseConv2d [${x}] * [${filter}] relu ${relu} ${describeWindow(window)}`,
      inputs: [x, filter],
      op: ([a, b]) => engine.depthwiseConv2d(a as tf.Tensor, b as tf.Tensor, { ...window, relu }),
      reference: ([a, b]) =>
        reference.depthwise(relu ? reference.relu(a as Doubles) : (a as Doubles), b as Doubles, window),
    })),
);

/** 20 channels are a whole cache line and a rest. */
const separables = [4, 20].flatMap((channels) =>
  windows.slice(0, 4).map(
    (window): OpCase => ({
      name: `separableBatchNormTrain of ${channels} channels ${describeWindow(window)}`,
      inputs: [[2, 6, 6, channels], [3, 3, channels, 1], [1, 1, channels, 8], [8], [8]],
      op: ([x, depthwise, pointwise, gamma, beta]) =>
        engine.separableBatchNormTrain(x as tf.Tensor, depthwise as tf.Tensor, pointwise as tf.Tensor, {
          ...window,
          relu: true,
          gamma: gamma as tf.Tensor,
          beta: beta as tf.Tensor,
          outputRelu: true,
        }).y,
      reference: ([x, depthwise, pointwise, gamma, beta]) => {
        const d = reference.depthwise(reference.relu(x as Doubles), depthwise as Doubles, window);
        const one: reference.Window = {
          stride: [1, 1],
          dilation: [1, 1],
          pad: [
            [0, 0],
            [0, 0],
          ],
        };
        const z = reference.conv2d(d, pointwise as Doubles, one);
        return reference.relu(reference.batchNorm(z, gamma, beta));
      },
    }),
  ),
);

const separablePlain: OpCase = {
  name: 'separableBatchNormTrain without scale, with odd channels',
  inputs: [
    [2, 4, 4, 3],
    [3, 3, 3, 1],
    [1, 1, 3, 5],
  ],
  op: ([x, depthwise, pointwise]) =>
    engine.separableBatchNormTrain(x as tf.Tensor, depthwise as tf.Tensor, pointwise as tf.Tensor, { pad: 1 })
      .y,
  reference: ([x, depthwise, pointwise]) => {
    const d = reference.depthwise(x as Doubles, depthwise as Doubles, windows[0] as reference.Window);
    const one: reference.Window = {
      stride: [1, 1],
      dilation: [1, 1],
      pad: [
        [0, 0],
        [0, 0],
      ],
    };
    return reference.batchNorm(reference.conv2d(d, pointwise as Doubles, one));
  },
};

const norms: readonly OpCase[] = [
  {
    name: 'batchNormTrain without scale',
    inputs: [[3, 5, 4, 6]],
    op: ([x]) => engine.batchNormTrain(x as tf.Tensor).y,
    reference: ([x]) => reference.batchNorm(x as Doubles),
  },
  {
    name: 'batchNormTrain with scale and relu',
    inputs: [[3, 4, 6, 5], [5], [5]],
    op: ([x, gamma, beta]) =>
      engine.batchNormTrain(x as tf.Tensor, {
        gamma: gamma as tf.Tensor,
        beta: beta as tf.Tensor,
        relu: true,
      }).y,
    reference: ([x, gamma, beta]) => reference.relu(reference.batchNorm(x as Doubles, gamma, beta)),
  },
  {
    name: 'batchNormTrain of a matrix with gamma alone',
    inputs: [[7, 4], [4]],
    op: ([x, gamma]) => engine.batchNormTrain(x as tf.Tensor, { gamma: gamma as tf.Tensor }).y,
    reference: ([x, gamma]) => reference.batchNorm(x as Doubles, gamma),
  },
  {
    name: 'batchNormEval with scale and relu',
    inputs: [[2, 3, 4, 5], [5], [5], [5], [5]],
    positive: [2],
    differentiate: [0, 3, 4],
    op: ([x, mean, variance, gamma, beta]) =>
      engine.batchNormEval(x as tf.Tensor, mean as tf.Tensor, variance as tf.Tensor, {
        gamma: gamma as tf.Tensor,
        beta: beta as tf.Tensor,
        relu: true,
      }),
    reference: ([x, mean, variance, gamma, beta]) =>
      reference.relu(
        reference.normalise(
          x as Doubles,
          (mean as Doubles).data,
          (variance as Doubles).data,
          gamma?.data,
          beta?.data,
        ),
      ),
  },
];

const pools = windows
  .filter(({ dilation }) => dilation[0] === 1 && dilation[1] === 1)
  .flatMap((window): OpCase[] =>
    [
      [2, 7, 6, 3],
      [1, 6, 6, 8],
    ].flatMap((x) => [
      {
        name: `maxPool [${x}] ${describeWindow(window)}`,
        inputs: [x],
        op: ([a]) => engine.maxPool(a as tf.Tensor, { size: 3, ...window }),
        reference: ([a]) => reference.pool(a as Doubles, 3, window, reference.largest),
      },
      {
        name: `avgPool [${x}] ${describeWindow(window)}`,
        inputs: [x],
        op: ([a]) => engine.avgPool(a as tf.Tensor, { size: 3, ...window }),
        reference: ([a]) => reference.pool(a as Doubles, 3, window, reference.mean),
      },
    ]),
  );

const products = [false, true].flatMap((transposeA) =>
  [false, true].flatMap((transposeB) =>
    [
      [5, 7, 3],
      [4, 6, 8],
      [9, 3, 13],
    ].map(
      ([m, k, n]): OpCase => ({
        name: `matMul ${m}x${k}x${n} transposed ${transposeA} ${transposeB}`,
        inputs: [(transposeA ? [k, m] : [m, k]) as number[], (transposeB ? [n, k] : [k, n]) as number[]],
        op: ([a, b]) => engine.matMul(a as tf.Tensor, b as tf.Tensor, { transposeA, transposeB }),
        reference: ([a, b]) => reference.matMul(a as Doubles, b as Doubles, transposeA, transposeB),
      }),
    ),
  ),
);

const labels = [2, 0, 4];

const losses = [0, 0.1].map(
  (labelSmoothing): OpCase => ({
    name: `softmaxCrossEntropy smoothing ${labelSmoothing}`,
    inputs: [[3, 5]],
    op: ([x]) => engine.softmaxCrossEntropy(x as tf.Tensor, tf.tensor1d(labels, 'int32'), { labelSmoothing }),
    reference: ([x]) => reference.crossEntropy(x as Doubles, labels, labelSmoothing),
  }),
);

const weighted = (tensors: readonly Doubles[], weight: (i: number) => number): Doubles => {
  const [first] = tensors as Triple;
  return {
    shape: first.shape,
    data: first.data.map((_, j) =>
      tensors.reduce((total, each, i) => total + weight(i) * (each.data[j] as number), 0),
    ),
  };
};

const concatenated = (a: Doubles, b: Doubles): Doubles => {
  const [left, right] = [a.shape[2] as number, b.shape[2] as number];
  return build([2, 3, left + right], (i, j, c) => {
    const from = (c as number) < left ? a : b;
    const channel = (c as number) < left ? (c as number) : (c as number) - left;
    const width = from.shape[2] as number;
    return from.data[((i as number) * 3 + (j as number)) * width + channel] as number;
  });
};

const indices = [1, 3, 1, 0, 3, 3];

const others: readonly OpCase[] = [
  {
    name: 'relu',
    inputs: [[3, 5]],
    op: ([x]) => engine.relu(x as tf.Tensor),
    reference: ([x]) => reference.relu(x as Doubles),
  },
  {
    name: 'globalAveragePool',
    inputs: [[2, 3, 5, 6]],
    op: ([x]) => engine.globalAveragePool(x as tf.Tensor),
    reference: ([x]) => {
      const { data } = x as Doubles;
      return build([2, 6], (n, c) =>
        reference.mean(Array.from(data).filter((_, i) => Math.floor(i / 90) === n && i % 6 === c)),
      );
    },
  },
  {
    name: 'linear',
    inputs: [[4, 6], [6, 10], [10]],
    op: ([x, w, bias]) => engine.linear(x as tf.Tensor, w as tf.Tensor, bias as tf.Tensor),
    reference: ([x, w, bias]) => {
      const y = reference.matMul(x as Doubles, w as Doubles);
      return { shape: y.shape, data: y.data.map((v, i) => v + ((bias as Doubles).data[i % 10] as number)) };
    },
  },
  {
    name: 'mixedSum',
    inputs: [[2, 3, 7], [2, 3, 7], [2, 3, 7], [3]],
    op: ([a, b, c, weights]) =>
      engine.mixedSum([a as tf.Tensor, b as tf.Tensor, c as tf.Tensor], weights as tf.Tensor),
    reference: ([a, b, c, weights]) =>
      weighted([a, b, c] as unknown as Triple, (i) => (weights as Doubles).data[i] as number),
  },
  {
    name: 'addN',
    inputs: [
      [5, 9],
      [5, 9],
      [5, 9],
    ],
    op: (tensors) => engine.addN(tensors),
    reference: (tensors) => weighted(tensors, () => 1),
  },
  {
    name: 'addN of one tensor twice',
    inputs: [[7]],
    op: ([x]) => engine.addN([x as tf.Tensor, x as tf.Tensor]),
    reference: ([x]) => weighted([x as Doubles, x as Doubles], () => 1),
  },
  {
    name: 'concatChannels',
    inputs: [
      [2, 3, 5],
      [2, 3, 4],
    ],
    op: ([a, b]) => engine.concatChannels([a as tf.Tensor, b as tf.Tensor]),
    reference: ([a, b]) => concatenated(a as Doubles, b as Doubles),
  },
  {
    name: 'splitChannels, the second part weighted by the first',
    inputs: [[2, 3, 8]],
    op: ([x]) => {
      const [a, b] = engine.splitChannels(x as tf.Tensor, [4, 4]) as [tf.Tensor, tf.Tensor];
      return tf.mul(a, b);
    },
    reference: ([x]) =>
      build([2, 3, 4], (i, j, c) => {
        const start = ((i as number) * 3 + (j as number)) * 8 + (c as number);
        const { data } = x as Doubles;
        return (data[start] as number) * (data[start + 4] as number);
      }),
  },
  {
    name: 'embedding with repeated rows',
    inputs: [[4, 5]],
    op: ([table]) => engine.embedding(table as tf.Tensor, tf.tensor2d(indices, [2, 3], 'int32')),
    reference: ([table]) =>
      build([2, 3, 5], (i, j, c) => {
        const row = indices[(i as number) * 3 + (j as number)] as number;
        return (table as Doubles).data[row * 5 + (c as number)] as number;
      }),
  },
];

export const cases: readonly OpCase[] = [
  ...convolutions,
  ...depthwises,
  ...separables,
  separablePlain,
  ...norms,
  ...pools,
  ...products,
  ...losses,
  ...others,
];

/** Weights for a scalar made of an op's output. */
export const upstreamFor = (shape: readonly number[]): Doubles => random(shape, 77);
