/**
 * The frame of an image: what its windows cover, padding included. On a frame every window op is one without padding,
 * the only form in which stock kernels of all backends agree.
 */
import { pad, slice, type Tensor } from '@tensorflow/tfjs-core';
import type { Geometry } from '../geometry.ts';

/** [top, bottom, left, right]; a negative number crops. */
type Sides = readonly [number, number, number, number];

const extent = (outs: number, stride: number, taps: number, dilation: number): number =>
  (outs - 1) * stride + (taps - 1) * dilation + 1;

const frameHeight = (g: Geometry): number =>
  extent(g.outHeight, g.strideHeight, g.windowHeight, g.dilationHeight);

const frameWidth = (g: Geometry): number => extent(g.outWidth, g.strideWidth, g.windowWidth, g.dilationWidth);

/** [batch, height, width, channels] of the frame. */
export const frameShape = (g: Geometry): [number, number, number, number] => [
  g.batch,
  frameHeight(g),
  frameWidth(g),
  g.inChannels,
];

const sidesOf = (g: Geometry): Sides => [
  g.padTop,
  frameHeight(g) - g.inHeight - g.padTop,
  g.padLeft,
  frameWidth(g) - g.inWidth - g.padLeft,
];

const resize = (x: Tensor, [top, bottom, left, right]: Sides, value: number): Tensor => {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const cropped = (side: number): number => Math.max(0, -side);
  const added = (side: number): number => Math.max(0, side);
  const inside = slice(
    x,
    [0, cropped(top), cropped(left), 0],
    [batch, height - cropped(top) - cropped(bottom), width - cropped(left) - cropped(right), channels],
  );
  return pad(
    inside,
    [
      [0, 0],
      [added(top), added(bottom)],
      [added(left), added(right)],
      [0, 0],
    ],
    value,
  );
};

/** Pads and crops an image to its frame. */
export const toFrame = (x: Tensor, g: Geometry, value = 0): Tensor => resize(x, sidesOf(g), value);

/** The gradient at an image, from the gradient at its frame. */
export const fromFrame = (dFrame: Tensor, g: Geometry): Tensor => {
  const [top, bottom, left, right] = sidesOf(g);
  return resize(dFrame, [-top, -bottom, -left, -right], 0);
};
