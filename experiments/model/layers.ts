/**
 * The layers of DARTS networks. A layer is a function of an NHWC tensor; making one registers its weights. Layers
 * dispose nothing: the caller runs a whole pass inside `tidy`.
 * Source: Liu et al. 2019, section 3.1.1, and quark0/darts@f276dd3 (cnn/operations.py).
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
} from '../engine/index.ts';
import type { RunningStatistics, Weights } from './weights.ts';

/**
 * Where a normalisation takes its mean and variance from: the minibatch (`batch`), the minibatch while the running
 * statistics follow it (`track`), or the running statistics (`running`).
 */
export type Statistics = 'batch' | 'track' | 'running';

export type Layer = (x: Tensor, statistics: Statistics) => Tensor;

export type Stride = 1 | 2;

export interface LayerOptions {
  readonly channels: number;
  readonly stride: Stride;
  /** Whether normalisations have a scale and a shift. */
  readonly affine: boolean;
}

/** As in PyTorch: running = 0.9 running + 0.1 batch, with the unbiased variance. */
const momentum = 0.1;

/** The scale, shift and running statistics of one normalisation. */
interface Normalisation {
  readonly affine: { readonly gamma?: Tensor; readonly beta?: Tensor };
  readonly running: RunningStatistics;
}

function normalisation(weights: Weights, name: string, channels: number, affine: boolean): Normalisation {
  const scale = affine ? weights.affine(name, channels) : undefined;
  const running = weights.runningStatistics(name, channels);
  return { affine: scale ? { gamma: scale.gamma.value, beta: scale.beta.value } : {}, running };
}

/** Normalises each channel, optionally followed by ReLU. */
export function batchNorm(
  weights: Weights,
  name: string,
  channels: number,
  { affine, reluAfter = false }: { readonly affine: boolean; readonly reluAfter?: boolean },
): Layer {
  const parts = normalisation(weights, name, channels, affine);
  return (x, statistics) => {
    if (statistics === 'running') return normaliseRunning(x, parts, reluAfter);
    const { y, mean, variance } = batchNormTrain(x, { relu: reluAfter, ...parts.affine });
    if (statistics === 'track') follow(parts.running, mean, variance, x.size / channels);
    return y;
  };
}

const normaliseRunning = (x: Tensor, { affine, running }: Normalisation, reluAfter = false): Tensor =>
  batchNormEval(x, running.mean.value, running.variance.value, { relu: reluAfter, ...affine });

function follow(running: RunningStatistics, mean: Tensor, variance: Tensor, values: number): void {
  running.mean.blend(mean, 1 - momentum, momentum);
  running.variance.blend(variance, 1 - momentum, (momentum * values) / Math.max(1, values - 1));
}

/** ReLU, 1x1 convolution, normalisation. Names `<name>.op.1` and `.op.2`. */
export function reluConvBn(
  weights: Weights,
  name: string,
  inChannels: number,
  outChannels: number,
  affine: boolean,
): Layer {
  const filter = weights.convolution(`${name}.op.1`, 1, inChannels, outChannels);
  const normalise = batchNorm(weights, `${name}.op.2`, outChannels, { affine });
  return (x, statistics) => normalise(conv2d(relu(x), filter.value), statistics);
}

/**
 * Halves height and width, which must be even: ReLU, then two 1x1 convolutions of stride 2, the second shifted by
 * one pixel both ways, each making half of the channels; normalisation.
 */
export function factorizedReduce(
  weights: Weights,
  name: string,
  inChannels: number,
  outChannels: number,
  affine: boolean,
): Layer {
  const half = Math.floor(outChannels / 2);
  const first = weights.convolution(`${name}.conv_1`, 1, inChannels, half);
  const second = weights.convolution(`${name}.conv_2`, 1, inChannels, outChannels - half);
  const normalise = batchNorm(weights, `${name}.bn`, outChannels, { affine });
  return (x, statistics) => {
    const active = relu(x);
    // A negative padding starts the second convolution one pixel further down and right.
    const halves = [
      conv2d(active, first.value, { stride: 2 }),
      conv2d(active, second.value, {
        stride: 2,
        pad: [
          [-1, 0],
          [-1, 0],
        ],
      }),
    ];
    return normalise(concatChannels(halves), statistics);
  };
}

/** ReLU, depthwise convolution, 1x1 convolution, normalisation; layers numbered from `first` under `<name>.op`. */
function depthwisePointwise(
  weights: Weights,
  name: string,
  first: number,
  kernel: number,
  dilation: number,
  { channels, stride, affine }: LayerOptions,
): Layer {
  const spatial = weights.depthwise(`${name}.op.${first}`, kernel, channels);
  const pointwise = weights.convolution(`${name}.op.${first + 1}`, 1, channels, channels);
  const parts = normalisation(weights, `${name}.op.${first + 2}`, channels, affine);
  const options = { stride, pad: (dilation * (kernel - 1)) / 2, dilation, relu: true };
  return (x, statistics) => {
    if (statistics === 'running') {
      const filtered = depthwiseConv2d(x, spatial.value, options);
      return normaliseRunning(conv2d(filtered, pointwise.value), parts);
    }
    const fused = { ...options, ...parts.affine };
    const { y, mean, variance } = separableBatchNormTrain(x, spatial.value, pointwise.value, fused);
    if (statistics === 'track') follow(parts.running, mean, variance, y.size / channels);
    return y;
  };
}

/** A depthwise-separable convolution applied twice; the first one strides. */
export function separableConvolution(
  weights: Weights,
  name: string,
  kernel: number,
  options: LayerOptions,
): Layer {
  const first = depthwisePointwise(weights, name, 1, kernel, 1, options);
  const second = depthwisePointwise(weights, name, 5, kernel, 1, { ...options, stride: 1 });
  return (x, statistics) => second(first(x, statistics), statistics);
}

/** A depthwise-separable convolution of dilation 2, applied once. */
export const dilatedConvolution = (
  weights: Weights,
  name: string,
  kernel: number,
  options: LayerOptions,
): Layer => depthwisePointwise(weights, name, 1, kernel, 2, options);

const sides = 7;

/**
 * ReLU, a convolution of one row and seven columns that strides over columns, one of seven rows and one column that
 * strides over rows, normalisation: what NASNet and AmoebaNet call 1x7 then 7x1. Names `<name>.1`, `.2` and `.3`.
 */
export function crossConvolution(
  weights: Weights,
  name: string,
  { channels, stride, affine }: LayerOptions,
): Layer {
  // The registry makes square filters. Seven taps of `channels` each lie in memory as one tap of seven times as many.
  const row = weights.convolution(`${name}.1`, 1, sides * channels, channels);
  const column = weights.convolution(`${name}.2`, 1, sides * channels, channels);
  const normalise = batchNorm(weights, `${name}.3`, channels, { affine });
  const reach = (sides - 1) / 2;
  return (x, statistics) => {
    const across = conv2d(relu(x), reshape(row.value, [1, sides, channels, channels]), {
      stride: [1, stride],
      pad: [
        [0, 0],
        [reach, reach],
      ],
    });
    const down = conv2d(across, reshape(column.value, [sides, 1, channels, channels]), {
      stride: [stride, 1],
      pad: [
        [reach, reach],
        [0, 0],
      ],
    });
    return normalise(down, statistics);
  };
}

/** 3x3 pooling that keeps the size at stride 1; padding counts neither as a maximum nor in a mean. */
export const pooling = (kind: 'max' | 'avg', stride: Stride): Layer => {
  const pool = kind === 'max' ? maxPool : avgPool;
  return (x) => pool(x, { size: 3, stride, pad: 1 });
};
