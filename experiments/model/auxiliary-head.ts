/**
 * The auxiliary classifier that reads two thirds of the way through a network while it trains.
 * Source: Szegedy et al. 2015; sizes as in quark0/darts@f276dd3 (cnn/model.py).
 */
import { reshape } from '@tensorflow/tfjs-core';
import { avgPool, conv2d, linear, relu } from '../engine/index.ts';
import type { StemKind } from '../space/darts-cnn/layout.ts';
import { batchNorm, type Layer } from './layers.ts';
import type { Weights } from './weights.ts';

const poolSize = 5;
/** Maps are 8x8 in a CIFAR network and 7x7 in an ImageNet one; pooling leaves 2x2 of either. */
const poolStrides = { cifar: 3, imagenet: 2 } as const;
const mapSizes = { cifar: 8, imagenet: 7 } as const;

export interface AuxiliaryHeadOptions {
  /** Default `cifar`. */
  readonly stem?: StemKind;
  /**
   * Whether the second convolution is normalised. The ImageNet head of quark0/darts@f276dd3 lacks that by
   * mistake and keeps it so, for its published numbers; later code has it. Default: CIFAR yes, ImageNet no.
   */
  readonly secondNormalisation?: boolean;
}

/** @returns a layer from maps [batch, 8, 8, channels] (ImageNet: 7, 7) to logits [batch, classes] */
export function auxiliaryHead(
  weights: Weights,
  name: string,
  channels: number,
  classes: number,
  options: AuxiliaryHeadOptions = {},
): Layer {
  const { stem = 'cifar', secondNormalisation = stem === 'cifar' } = options;
  const narrow = weights.convolution(`${name}features.2`, 1, channels, 128);
  const normaliseNarrow = batchNorm(weights, `${name}features.3`, 128, { affine: true, reluAfter: true });
  const wide = weights.convolution(`${name}features.5`, 2, 128, 768);
  const activateWide: Layer = secondNormalisation
    ? batchNorm(weights, `${name}features.6`, 768, { affine: true, reluAfter: true })
    : relu;
  const { weight, bias } = weights.linear(`${name}classifier`, 768, classes);
  return (x, statistics) => {
    const pooled = avgPool(relu(x), { size: poolSize, stride: poolStrides[stem] });
    const first = normaliseNarrow(conv2d(pooled, narrow.value), statistics);
    const second = activateWide(conv2d(first, wide.value), statistics);
    return linear(reshape(second, [x.shape[0] ?? 0, 768]), weight.value, bias.value);
  };
}

/** Why the head cannot read maps of this size, or undefined: pooling must leave 2x2. */
export function auxiliaryProblem(
  height: number,
  width: number,
  stem: StemKind = 'cifar',
): string | undefined {
  const pooled = (size: number): number => Math.floor((size - poolSize) / poolStrides[stem]) + 1;
  if (pooled(height) === 2 && pooled(width) === 2) return undefined;
  const size = mapSizes[stem];
  return `The auxiliary head needs ${size}x${size} maps two thirds of the way through the network, got ${height}x${width}`;
}
