import { div, mean, mul, reshape, type Tensor, tensor4d, tile } from '@tensorflow/tfjs-core';
import type { Geometry } from '../geometry.ts';
import type { GlobalPoolAttributes } from '../kernel-names.ts';
import { type ComposedCall, type ComposedKernel, stock } from './composed-kernel.ts';
import { frameShape, fromFrame, toFrame } from './frame.ts';

/** Below every float32 that a network holds; shaders know no infinity. */
const lowest = -3.4e38;

const stockAttributes = (g: Geometry) => ({
  filterSize: [g.windowHeight, g.windowWidth],
  strides: [g.strideHeight, g.strideWidth],
  pad: 'valid',
});

const largest = (frame: Tensor, g: Geometry): Tensor => stock('MaxPool', { x: frame }, stockAttributes(g));

/** The second output is what the way back needs: here the frame, from which it finds the largest values again. */
const maxPool = ({ input, attributes: g }: ComposedCall<Geometry>): Tensor[] => {
  const frame = toFrame(input('x'), g, lowest);
  return [largest(frame, g), frame];
};

const maxPoolBack = ({ input, attributes: g }: ComposedCall<Geometry>): Tensor => {
  const frame = input('taps');
  const inputs = { dy: input('dy'), input: frame, output: largest(frame, g) };
  return fromFrame(stock('MaxPoolGrad', inputs, stockAttributes(g)), g);
};

/** How many taps of each window lie inside the image, along one axis. */
const covered = (outs: number, taps: number, stride: number, padding: number, size: number): number[] =>
  Array.from({ length: outs }, (_, out) => {
    const first = out * stride - padding;
    return Math.min(first + taps, size) - Math.max(first, 0);
  });

/** All taps over covered taps, [1, outHeight, outWidth, 1]. */
const correction = (g: Geometry): Tensor => {
  const rows = covered(g.outHeight, g.windowHeight, g.strideHeight, g.padTop, g.inHeight);
  const columns = covered(g.outWidth, g.windowWidth, g.strideWidth, g.padLeft, g.inWidth);
  const all = g.windowHeight * g.windowWidth;
  const factors = rows.flatMap((row) => columns.map((column) => all / (row * column)));
  return tensor4d(factors, [1, g.outHeight, g.outWidth, 1]);
};

const avgPool = ({ input, attributes: g }: ComposedCall<Geometry>): Tensor => {
  const means = stock('AvgPool', { x: toFrame(input('x'), g) }, stockAttributes(g));
  return mul(means, correction(g));
};

const avgPoolBack = ({ input, attributes: g }: ComposedCall<Geometry>): Tensor => {
  const dy = mul(input('dy'), correction(g));
  // Only the shape of this input is read.
  const frame = stock('Fill', {}, { shape: frameShape(g), value: 0, dtype: 'float32' });
  return fromFrame(stock('AvgPoolGrad', { dy, input: frame }, stockAttributes(g)), g);
};

const globalAvgPoolBack = ({ input, attributes }: ComposedCall<GlobalPoolAttributes>): Tensor => {
  const { inputShape } = attributes;
  const [batch, height, width, channels] = inputShape;
  const share = div(input('dy'), height * width);
  return tile(reshape(share, [batch, 1, 1, channels]), [1, height, width, 1]);
};

export const poolKernels: readonly ComposedKernel[] = [
  { name: 'reprise/max-pool', run: maxPool },
  { name: 'reprise/max-pool-back', run: maxPoolBack },
  { name: 'reprise/avg-pool', run: avgPool },
  { name: 'reprise/avg-pool-back', run: avgPoolBack },
  { name: 'reprise/global-avg-pool', run: ({ input }) => mean(input('x'), [1, 2]) },
  { name: 'reprise/global-avg-pool-back', run: globalAvgPoolBack },
];
