/** What the networks of ENAS have in common: where they begin and end. */
import { mul, reshape, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { conv2d, globalAveragePool, matMul } from '../../engine/index.ts';
import type { Draws } from '../../rng/draws.ts';
import type { Layer } from '../layers.ts';
import { batchNorm, type Making } from '../nasnet/layers.ts';

/** Added to the variance by all normalisations. Source: melodyguan/enas@4bcfd73, src/cifar10/image_ops.py. */
export const epsilon = 1e-5;

/** A 3x3 convolution that keeps the size, and its normalisation. */
export function stem(making: Making, from: number, to: number): Layer {
  const filter = making.weights.convolution('stem.conv', 3, from, to);
  const normalise = batchNorm(making, 'stem.bn', to);
  return (images, statistics) => normalise(conv2d(images, filter.value, { pad: 1 }), statistics);
}

/** Dropout of classifier inputs. */
export interface Dropping {
  /** Share of the inputs that are kept, in (0, 1]. */
  readonly kept: number;
  readonly draws: Draws;
}

export type Classifier = (maps: Tensor, dropping?: Dropping) => Tensor;

/** Global average pooling, dropout while training, a linear layer without bias: maps to logits [batch, classes]. */
export function classifier({ weights }: Making, name: string, channels: number, classes: number): Classifier {
  // As a 1x1 convolution of one pixel, since linear layers of the registry have a bias.
  const weight = weights.convolution(name, 1, channels, classes);
  return (maps, dropping) => {
    const pooled = globalAveragePool(maps);
    const inputs = dropping && dropping.kept < 1 ? mul(pooled, mask(pooled, dropping)) : pooled;
    return matMul(inputs, reshape(weight.value, [channels, classes]));
  };
}

function mask(x: Tensor, { kept, draws }: Dropping): Tensor {
  const values = Float32Array.from({ length: x.size }, () => (draws.uniform() < kept ? 1 / kept : 0));
  return tensor2d(values, [x.shape[0] ?? 0, x.shape[1] ?? 0]);
}
