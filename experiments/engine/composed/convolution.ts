import { matMul, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { type Geometry, outputShape } from '../geometry.ts';
import { type ComposedKernel, stock } from './composed-kernel.ts';
import { gatherTaps, spreadShape, spreadTaps } from './dilation.ts';
import { frameShape, fromFrame, toFrame } from './frame.ts';

/** A 1x1 convolution of all pixels is a product of matrices, which every backend does best. */
const isPointwise = (g: Geometry): boolean =>
  g.windowHeight === 1 && g.windowWidth === 1 && g.strideHeight === 1 && g.strideWidth === 1;

const pixels = (x: Tensor): Tensor => reshape(x, [-1, x.shape[3] as number]);

const asMatrix = (filter: Tensor): Tensor => reshape(filter, filter.shape.slice(2));

const stockAttributes = (g: Geometry) => ({
  strides: [g.strideHeight, g.strideWidth],
  pad: 'valid',
  dataFormat: 'NHWC',
  dilations: [1, 1],
});

export const convolve = (x: Tensor, filter: Tensor, g: Geometry): Tensor => {
  const frame = toFrame(x, g);
  if (isPointwise(g)) return reshape(matMul(pixels(frame), asMatrix(filter)), outputShape(g));
  return stock('Conv2D', { x: frame, filter: spreadTaps(filter, g) }, stockAttributes(g));
};

export const convolveBackInput = (dy: Tensor, filter: Tensor, g: Geometry): Tensor => {
  const shape = frameShape(g);
  const dFrame = isPointwise(g)
    ? reshape(matMul(pixels(dy), asMatrix(filter), false, true), shape)
    : stock(
        'Conv2DBackpropInput',
        { dy, filter: spreadTaps(filter, g) },
        { ...stockAttributes(g), inputShape: shape },
      );
  return fromFrame(dFrame, g);
};

export const convolveBackFilter = (x: Tensor, dy: Tensor, g: Geometry): Tensor => {
  const frame = toFrame(x, g);
  const channels = [g.inChannels, g.outChannels];
  if (isPointwise(g)) {
    return reshape(matMul(pixels(frame), pixels(dy), true, false), [1, 1, ...channels]);
  }
  const spread = stock(
    'Conv2DBackpropFilter',
    { x: frame, dy },
    { ...stockAttributes(g), filterShape: spreadShape(g, channels) },
  );
  return gatherTaps(spread, g);
};

export const convolutionKernels: readonly ComposedKernel[] = [
  {
    name: 'reprise/conv2d',
    run: ({ input, attributes }) => convolve(input('x'), input('filter'), attributes),
  },
  {
    name: 'reprise/conv2d-back-input',
    run: ({ input, attributes }) => convolveBackInput(input('dy'), input('filter'), attributes),
  },
  {
    name: 'reprise/conv2d-back-filter',
    run: ({ input, attributes }) => convolveBackFilter(input('x'), input('dy'), attributes),
  },
];
