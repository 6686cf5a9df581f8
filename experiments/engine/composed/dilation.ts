/** Dilation as zeros between the taps of a filter, for stock gradients, which know no dilation. */
import { pad, reshape, slice, stridedSlice, type Tensor } from '@tensorflow/tfjs-core';
import type { Geometry } from '../geometry.ts';

const isDilated = (g: Geometry): boolean => g.dilationHeight > 1 || g.dilationWidth > 1;

const spread = (taps: number, dilation: number): number => (taps - 1) * dilation + 1;

/** Shape of the filter with zeros between its taps. */
export const spreadShape = (g: Geometry, rest: readonly number[]): [number, number, number, number] => [
  spread(g.windowHeight, g.dilationHeight),
  spread(g.windowWidth, g.dilationWidth),
  ...(rest as [number, number]),
];

/** @param filter [windowHeight, windowWidth, a, b] */
export const spreadTaps = (filter: Tensor, g: Geometry): Tensor => {
  if (!isDilated(g)) return filter;
  const [height, width, a, b] = filter.shape as [number, number, number, number];
  const tallRows = pad(reshape(filter, [height, 1, width * a * b]), [
    [0, 0],
    [0, g.dilationHeight - 1],
    [0, 0],
  ]);
  const tall = height * g.dilationHeight;
  const wideColumns = pad(reshape(tallRows, [tall, width, 1, a * b]), [
    [0, 0],
    [0, 0],
    [0, g.dilationWidth - 1],
    [0, 0],
  ]);
  const whole = reshape(wideColumns, [tall, width * g.dilationWidth, a, b]);
  return slice(whole, [0, 0, 0, 0], spreadShape(g, [a, b]));
};

/** Picks the taps out of the gradient of a spread filter. */
export const gatherTaps = (gradient: Tensor, g: Geometry): Tensor =>
  isDilated(g)
    ? stridedSlice(gradient, [0, 0, 0, 0], [...gradient.shape], [g.dilationHeight, g.dilationWidth, 1, 1])
    : gradient;
