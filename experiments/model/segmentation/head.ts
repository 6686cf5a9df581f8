/**
 * What follows the cells: the pyramid of atrous convolutions and the decoder of DeepLabv3+. Source: Chen et al. 2018 (DeepLabv3+),
 * section 3; Liu et al. 2019 (Auto-DeepLab), section 5. Its dropout is left out.
 */
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { concatChannels, conv2d, globalAveragePool, linear, relu } from '../../engine/index.ts';
import type { NetworkPlan, SegmentationShape } from '../../space/auto-deeplab/plan-network.ts';
import type { Layer, Statistics } from '../layers.ts';
import { batchNorm, type Making } from '../nasnet/layers.ts';
import { resizeBilinear } from './resize-bilinear.ts';

/** A convolution that keeps the size, normalisation, ReLU. */
export function convBnRelu(
  making: Making,
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
  {
    kernel,
    dilation = 1,
    stride = 1,
  }: { readonly kernel: number; readonly dilation?: number; readonly stride?: 1 | 2 },
): Layer {
  const filter = making.weights.convolution(`${name}.conv`, kernel, from, to);
  const normalise = batchNorm(making, `${name}.bn`, to);
  const pad = (dilation * (kernel - 1)) / 2;
  return (x, statistics) => relu(normalise(conv2d(x, filter.value, { stride, dilation, pad }), statistics));
}

/** From the last maps and the low-level ones to scores [batch, height, width, classes] of the size of the latter. */
export type RunHead = (last: Tensor, lowLevel: Tensor, statistics: Statistics) => Tensor;

export function makeHead(making: Making, plan: NetworkPlan, shape: SegmentationShape): RunHead {
  const c = shape.headChannels;
  const from = plan.last.channels;
  const pyramid = [
    convBnRelu(making, 'aspp.0', { from, to: c }, { kernel: 1 }),
    ...plan.rates.map((dilation, i) =>
      convBnRelu(making, `aspp.${i + 1}`, { from, to: c }, { kernel: 3, dilation }),
    ),
  ];
  const pooled = convBnRelu(making, 'aspp.pool', { from, to: c }, { kernel: 1 });
  const join = convBnRelu(making, 'aspp.join', { from: 5 * c, to: c }, { kernel: 1 });
  const narrow = plan.lowLevelChannels;
  const low = convBnRelu(making, 'decoder.low', { from: plan.lowLevel.channels, to: narrow }, { kernel: 1 });
  const first = convBnRelu(making, 'decoder.0', { from: c + narrow, to: c }, { kernel: 3 });
  const second = convBnRelu(making, 'decoder.1', { from: c, to: c }, { kernel: 3 });
  const { weight, bias } = making.weights.linear('classifier', c, shape.classes);
  return (last, lowLevel, statistics) => {
    const x = relu(last);
    const [batch = 0, height = 0, width = 0] = x.shape;
    const whole = reshape(globalAveragePool(x), [batch, 1, 1, from]);
    const branches = [
      ...pyramid.map((run) => run(x, statistics)),
      resizeBilinear(pooled(whole, statistics), { height, width }),
    ];
    const features = join(concatChannels(branches), statistics);
    const [, rows = 0, columns = 0] = lowLevel.shape;
    const size = { height: rows, width: columns };
    const joined = concatChannels([resizeBilinear(features, size), low(lowLevel, statistics)]);
    const decoded = second(first(joined, statistics), statistics);
    const scores = linear(reshape(decoded, [batch * rows * columns, c]), weight.value, bias.value);
    return reshape(scores, [batch, rows, columns, shape.classes]);
  };
}
