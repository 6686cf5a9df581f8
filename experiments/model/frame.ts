/** What super-net and evaluation network share: stem, the inputs of a cell, the classifier, and sizes that fit. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { conv2d, globalAveragePool, linear } from '../engine/index.ts';
import { type CellLayout, type NetworkShape, stemMultiplier } from '../space/darts-cnn/layout.ts';
import { batchNorm, factorizedReduce, type Layer, reluConvBn } from './layers.ts';
import type { Weights } from './weights.ts';

/** 3x3 convolution to 3C channels, normalisation. */
export function cifarStem(weights: Weights, shape: NetworkShape): Layer {
  const channels = stemMultiplier * shape.initialChannels;
  const filter = weights.convolution('stem.0', 3, shape.inputChannels, channels);
  const normalise = batchNorm(weights, 'stem.1', channels, { affine: true });
  return (x, statistics) => normalise(conv2d(x, filter.value, { pad: 1 }), statistics);
}

/** The layers that bring the outputs of the two cells before to the cell's width and size. */
export function preprocessing(
  weights: Weights,
  { index, afterReduction, channels, channelsBefore }: CellLayout,
  affine: boolean,
): readonly [Layer, Layer] {
  const [older, previous] = channelsBefore;
  const name = `cells.${index}.preprocess`;
  const reduceOlder = afterReduction ? factorizedReduce : reluConvBn;
  return [
    reduceOlder(weights, `${name}0`, older, channels, affine),
    reluConvBn(weights, `${name}1`, previous, channels, affine),
  ];
}

/** Global average pooling and a linear layer: [batch, height, width, channels] to logits [batch, classes]. */
export function classifier(weights: Weights, channels: number, classes: number): (x: Tensor) => Tensor {
  const { weight, bias } = weights.linear('classifier', channels, classes);
  return (x) => linear(globalAveragePool(x), weight.value, bias.value);
}

/** Why no DARTS network fits the images, or undefined. Both reductions halve height and width exactly. */
export function sizeProblem({ height, width, layers }: NetworkShape): string | undefined {
  if (layers < 2) return `A network needs at least 2 cells, got ${layers}`;
  if (height % 4 === 0 && width % 4 === 0 && height > 0 && width > 0) return undefined;
  return `Images must have a height and a width divisible by 4, got ${height}x${width}`;
}
