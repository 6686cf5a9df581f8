/**
 * The start of ImageNet networks: three strided convolutions, so that cells begin at an eighth of the image's size.
 * Source: quark0/darts@f276dd3 (cnn/model.py, NetworkImageNet).
 */
import { conv2d, relu } from '../engine/index.ts';
import { halved, type NetworkShape } from '../space/darts-cnn/layout.ts';
import { batchNorm, type Layer, type Statistics } from './layers.ts';
import type { Weights } from './weights.ts';

/** `older` is at a quarter of the image's size, `previous` at an eighth; both have C channels. */
export function imagenetStem(
  weights: Weights,
  { initialChannels: channels, inputChannels }: NetworkShape,
): readonly [older: Layer, previous: Layer] {
  const half = Math.floor(channels / 2);
  const first = stridedConvolution(weights, 'stem0.0', 'stem0.1', inputChannels, half, true);
  const second = stridedConvolution(weights, 'stem0.3', 'stem0.4', half, channels, false);
  const third = stridedConvolution(weights, 'stem1.1', 'stem1.2', channels, channels, false);
  return [
    (images, statistics: Statistics) => second(first(images, statistics), statistics),
    (older, statistics: Statistics) => third(relu(older), statistics),
  ];
}

/** 3x3 convolution of stride 2, normalisation. */
function stridedConvolution(
  weights: Weights,
  name: string,
  normalisationName: string,
  inChannels: number,
  outChannels: number,
  reluAfter: boolean,
): Layer {
  const filter = weights.convolution(name, 3, inChannels, outChannels);
  const normalise = batchNorm(weights, normalisationName, outChannels, { affine: true, reluAfter });
  return (x, statistics) => normalise(conv2d(x, filter.value, { stride: 2, pad: 1 }), statistics);
}

/**
 * Why no ImageNet network of DARTS cells fits the images, or undefined: after the stem's first two convolutions,
 * three reductions halve the maps exactly. 224x224 pixels are the usual size.
 */
export function imagenetSizeProblem({ height, width, layers }: NetworkShape): string | undefined {
  if (layers < 2) return `A network needs at least 2 cells, got ${layers}`;
  const fits = (size: number): boolean => size > 0 && halved(halved(size)) % 8 === 0;
  if (fits(height) && fits(width)) return undefined;
  return `ImageNet networks need a height and a width divisible by 32, got ${height}x${width}`;
}
