import { mul, relu, reshape, stack, step, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { Geometry } from '../geometry.ts';
import type { DepthwiseAttributes } from '../kernel-names.ts';
import { type ComposedKernel, stock } from './composed-kernel.ts';
import { spreadTaps } from './dilation.ts';
import { frameShape, fromFrame, toFrame, underTap } from './frame.ts';

const stockAttributes = (g: Geometry) => ({
  strides: [g.strideHeight, g.strideWidth],
  pad: 'valid',
  dataFormat: 'NHWC',
  dilations: [1, 1],
});

const rectified = (x: Tensor, isRectified: boolean): Tensor => (isRectified ? relu(x) : x);

export const depthwise = (x: Tensor, filter: Tensor, attributes: DepthwiseAttributes): Tensor => {
  const g = attributes.geometry;
  const inputs = { x: toFrame(rectified(x, attributes.relu), g), filter: spreadTaps(filter, g) };
  return stock('DepthwiseConv2dNative', inputs, stockAttributes(g));
};

export const depthwiseBackInput = (
  dy: Tensor,
  filter: Tensor,
  x: Tensor,
  { geometry: g, relu: isRectified }: DepthwiseAttributes,
): Tensor => {
  const dFrame = stock(
    'DepthwiseConv2dNativeBackpropInput',
    { dy, filter: spreadTaps(filter, g) },
    { ...stockAttributes(g), inputShape: frameShape(g) },
  );
  const dx = fromFrame(dFrame, g);
  return isRectified ? mul(dx, step(x)) : dx;
};

/** One tap after the other: stock kernels give each weight to one thread, which then walks over all pixels. */
export const depthwiseBackFilter = (x: Tensor, dy: Tensor, attributes: DepthwiseAttributes): Tensor => {
  const g = attributes.geometry;
  const frame = toFrame(rectified(x, attributes.relu), g);
  const taps: Tensor[] = [];
  for (let row = 0; row < g.windowHeight; row++) {
    for (let column = 0; column < g.windowWidth; column++) {
      const products = reshape(mul(underTap(frame, g, row, column), dy), [-1, g.inChannels]);
      taps.push(sum(products, 0));
    }
  }
  return reshape(stack(taps), [g.windowHeight, g.windowWidth, g.inChannels, 1]);
};

export const depthwiseKernels: readonly ComposedKernel[] = [
  {
    name: 'reprise/depthwise',
    run: ({ input, attributes }) => depthwise(input('x'), input('filter'), attributes as DepthwiseAttributes),
  },
  {
    name: 'reprise/depthwise-back-input',
    run: ({ input, attributes }) =>
      depthwiseBackInput(input('dy'), input('filter'), input('x'), attributes as DepthwiseAttributes),
  },
  {
    name: 'reprise/depthwise-back-filter',
    run: ({ input, attributes }) =>
      depthwiseBackFilter(input('x'), input('dy'), attributes as DepthwiseAttributes),
  },
];
