import { mul, relu, step, type Tensor } from '@tensorflow/tfjs-core';
import type { Geometry } from '../geometry.ts';
import type { DepthwiseAttributes } from '../kernel-names.ts';
import { type ComposedKernel, stock } from './composed-kernel.ts';
import { gatherTaps, spreadShape, spreadTaps } from './dilation.ts';
import { frameShape, fromFrame, toFrame } from './frame.ts';

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

export const depthwiseBackFilter = (x: Tensor, dy: Tensor, attributes: DepthwiseAttributes): Tensor => {
  const g = attributes.geometry;
  const spread = stock(
    'DepthwiseConv2dNativeBackpropFilter',
    { x: toFrame(rectified(x, attributes.relu), g), dy },
    { ...stockAttributes(g), filterShape: spreadShape(g, [g.inChannels, 1]) },
  );
  return gatherTaps(spread, g);
};

export const depthwiseKernels: readonly ComposedKernel[] = [
  {
    name: 'reprise/depthwise',
    run: ({ input, attributes }) => depthwise(input('x'), input('filter'), attributes),
  },
  {
    name: 'reprise/depthwise-back-input',
    run: ({ input, attributes }) => depthwiseBackInput(input('dy'), input('filter'), input('x'), attributes),
  },
  {
    name: 'reprise/depthwise-back-filter',
    run: ({ input, attributes }) => depthwiseBackFilter(input('x'), input('dy'), attributes),
  },
];
