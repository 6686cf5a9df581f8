/**
 * The auxiliary classifier that reads two thirds of the way through a CIFAR network while it trains.
 * Source: Szegedy et al. 2015; sizes as in the released DARTS code (cnn/model.py).
 */
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { avgPool, conv2d, linear, relu } from '../engine/index.ts';
import { batchNorm, type Layer } from './layers.ts';
import type { Weights } from './weights.ts';

const poolSize = 5;
const poolStride = 3;

/** @returns a layer from maps [batch, 8, 8, channels] to logits [batch, classes] */
export function auxiliaryHead(weights: Weights, name: string, channels: number, classes: number): Layer {
  const narrow = weights.convolution(`${name}features.2`, 1, channels, 128);
  const normaliseNarrow = batchNorm(weights, `${name}features.3`, 128, { affine: true, reluAfter: true });
  const wide = weights.convolution(`${name}features.5`, 2, 128, 768);
  const normaliseWide = batchNorm(weights, `${name}features.6`, 768, { affine: true, reluAfter: true });
  const { weight, bias } = weights.linear(`${name}classifier`, 768, classes);
  return (x, statistics) => {
    const pooled = avgPool(relu(x), { size: poolSize, stride: poolStride });
    const first = normaliseNarrow(conv2d(pooled, narrow.value), statistics);
    const second: Tensor = normaliseWide(conv2d(first, wide.value), statistics);
    return linear(reshape(second, [x.shape[0] ?? 0, 768]), weight.value, bias.value);
  };
}

/** Why the head cannot read maps of this size, or undefined: pooling must leave 2x2. */
export function auxiliaryProblem(height: number, width: number): string | undefined {
  const pooled = (size: number): number => Math.floor((size - poolSize) / poolStride) + 1;
  if (pooled(height) === 2 && pooled(width) === 2) return undefined;
  return `The auxiliary head needs 8x8 maps two thirds of the way through the network, got ${height}x${width}`;
}
