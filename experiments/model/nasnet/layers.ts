/**
 * The layers of NASNet networks: everything is ReLU, convolution, normalisation, and sizes are kept or halved with the
 * padding of TensorFlow's SAME. A layer is a function of an NHWC tensor; making one registers its weights. Layers dispose
 * nothing: the caller runs a whole pass inside `tidy`.
 * Sources: Zoph et al. 2018, appendix A.4; tensorflow/models@08eebbc, research/slim/nets/nasnet/nasnet_utils.py.
 */
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import {
  avgPool,
  batchNormEval,
  batchNormTrain,
  concatChannels,
  conv2d,
  depthwiseConv2d,
  maxPool,
  relu,
  separableBatchNormTrain,
} from '../../engine/index.ts';
import type { Layer, Stride } from '../layers.ts';
import type { RunningStatistics, Weights } from '../weights.ts';

/** Weights under construction, and what all normalisations of the network add to the variance. */
export interface Making {
  readonly weights: Weights;
  readonly epsilon: number;
}

export interface Channels {
  readonly from: number;
  readonly to: number;
}

/** running = 0.9 running + 0.1 batch. */
const momentum = 0.1;

type Sides = readonly [before: number, after: number];

/** Padding that leaves ceil(size / stride) windows, the odd pixel behind. */
const samePadding = (size: number, reach: number, stride: number): Sides => {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
};

/** @param reach rows and columns that a window covers, gaps of a dilation included */
const same = (
  x: Tensor,
  reach: readonly [number, number],
  stride: readonly [number, number],
): readonly [Sides, Sides] => [
  samePadding(x.shape[1] ?? 0, reach[0], stride[0]),
  samePadding(x.shape[2] ?? 0, reach[1], stride[1]),
];

interface Normalisation {
  readonly affine: { readonly gamma: Tensor; readonly beta: Tensor; readonly epsilon: number };
  readonly running: RunningStatistics;
}

function normalisation({ weights, epsilon }: Making, name: string, channels: number): Normalisation {
  const { gamma, beta } = weights.affine(name, channels);
  const running = weights.runningStatistics(name, channels);
  return { affine: { gamma: gamma.value, beta: beta.value, epsilon }, running };
}

const normaliseRunning = (x: Tensor, { affine, running }: Normalisation): Tensor =>
  batchNormEval(x, running.mean.value, running.variance.value, affine);

function follow({ running }: Normalisation, mean: Tensor, variance: Tensor, values: number): void {
  running.mean.blend(mean, 1 - momentum, momentum);
  running.variance.blend(variance, 1 - momentum, (momentum * values) / Math.max(1, values - 1));
}

export function batchNorm(making: Making, name: string, channels: number): Layer {
  const parts = normalisation(making, name, channels);
  return (x, statistics) => {
    if (statistics === 'running') return normaliseRunning(x, parts);
    const { y, mean, variance } = batchNormTrain(x, parts.affine);
    if (statistics === 'track') follow(parts, mean, variance, x.size / channels);
    return y;
  };
}

/** A 1x1 convolution and its normalisation, without ReLU. */
export function projection(making: Making, name: string, { from, to }: Channels, stride: Stride = 1): Layer {
  const filter = making.weights.convolution(`${name}.conv`, 1, from, to);
  const normalise = batchNorm(making, `${name}.bn`, to);
  return (x, statistics) => normalise(conv2d(x, filter.value, { stride }), statistics);
}

/**
 * Halves the size: two 1x1 convolutions of stride 2 and half the channels each, the second on the map shifted by one
 * pixel both ways; normalisation. No ReLU.
 */
export function factorizedReduction(making: Making, name: string, { from, to }: Channels): Layer {
  const half = Math.floor(to / 2);
  const first = making.weights.convolution(`${name}.path1`, 1, from, half);
  const second = making.weights.convolution(`${name}.path2`, 1, from, to - half);
  const normalise = batchNorm(making, `${name}.bn`, to);
  const shift: Sides = [-1, 1];
  return (x, statistics) => {
    const halves = [
      conv2d(x, first.value, { stride: 2 }),
      conv2d(x, second.value, { stride: 2, pad: [shift, shift] }),
    ];
    return normalise(concatChannels(halves), statistics);
  };
}

/** ReLU, a square convolution, normalisation. */
export function convolution(
  making: Making,
  name: string,
  { from, to }: Channels,
  {
    kernel,
    dilation,
    stride,
  }: { readonly kernel: number; readonly dilation: number; readonly stride: Stride },
): Layer {
  const filter = making.weights.convolution(`${name}.conv`, kernel, from, to);
  const normalise = batchNorm(making, `${name}.bn`, to);
  const reach = dilation * (kernel - 1) + 1;
  return (x, statistics) => {
    const pad = same(x, [reach, reach], [stride, stride]);
    return normalise(conv2d(relu(x), filter.value, { stride, dilation, pad }), statistics);
  };
}

/**
 * ReLU, one row of `kernel` columns that strides over columns, normalisation; then the same with one column of `kernel`
 * rows that strides over rows.
 */
export function crossConvolution(
  making: Making,
  name: string,
  { from, to }: Channels,
  { kernel, stride }: { readonly kernel: number; readonly stride: Stride },
): Layer {
  // The registry makes square filters. The taps of a row lie in memory as one tap of as many times the channels.
  const row = making.weights.convolution(`${name}.row`, 1, kernel * from, to);
  const normaliseRow = batchNorm(making, `${name}.row_bn`, to);
  const column = making.weights.convolution(`${name}.column`, 1, kernel * to, to);
  const normaliseColumn = batchNorm(making, `${name}.column_bn`, to);
  return (x, statistics) => {
    const across = conv2d(relu(x), reshape(row.value, [1, kernel, from, to]), {
      ...{ stride: [1, stride], pad: same(x, [1, kernel], [1, stride]) },
    });
    const between = normaliseRow(across, statistics);
    const down = conv2d(relu(between), reshape(column.value, [kernel, 1, to, to]), {
      ...{ stride: [stride, 1], pad: same(between, [kernel, 1], [stride, 1]) },
    });
    return normaliseColumn(down, statistics);
  };
}

/** ReLU, depthwise convolution, 1x1 convolution, normalisation; twice. The first one strides and changes the channels. */
export function separableConvolution(
  making: Making,
  name: string,
  { from, to }: Channels,
  { kernel, stride }: { readonly kernel: number; readonly stride: Stride },
): Layer {
  const first = depthwisePointwise(making, `${name}.1`, { from, to }, { kernel, stride });
  const second = depthwisePointwise(making, `${name}.2`, { from: to, to }, { kernel, stride: 1 });
  return (x, statistics) => second(first(x, statistics), statistics);
}

function depthwisePointwise(
  making: Making,
  name: string,
  { from, to }: Channels,
  { kernel, stride }: { readonly kernel: number; readonly stride: Stride },
): Layer {
  const depthwise = making.weights.depthwise(`${name}.depthwise`, kernel, from);
  const pointwise = making.weights.convolution(`${name}.pointwise`, 1, from, to);
  const parts = normalisation(making, `${name}.bn`, to);
  return (x, statistics) => {
    const options = { stride, pad: same(x, [kernel, kernel], [stride, stride]), relu: true };
    if (statistics === 'running') {
      return normaliseRunning(conv2d(depthwiseConv2d(x, depthwise.value, options), pointwise.value), parts);
    }
    const fused = { ...options, ...parts.affine };
    const { y, mean, variance } = separableBatchNormTrain(x, depthwise.value, pointwise.value, fused);
    if (statistics === 'track') follow(parts, mean, variance, y.size / to);
    return y;
  };
}

/** Padding counts neither as a maximum nor in a mean. */
export const pooling = (kind: 'max' | 'avg', kernel: number, stride: Stride): Layer => {
  const pool = kind === 'max' ? maxPool : avgPool;
  return (x) => pool(x, { size: kernel, stride, pad: same(x, [kernel, kernel], [stride, stride]) });
};
