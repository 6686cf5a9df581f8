/** The shape arithmetic that convolution and pooling share. */
import { checkInteger } from './check.ts';

/** Rows or columns: one number for both axes, or [height, width]. */
export type Pair = number | readonly [number, number];

/** Zeros around the image: one number for all sides, or [[top, bottom], [left, right]]. A negative number crops. */
export type Padding = number | readonly [readonly [number, number], readonly [number, number]];

export interface WindowOptions {
  /** Default 1. */
  readonly stride?: Pair;
  /** Default 0. */
  readonly pad?: Padding;
  /** Default 1. */
  readonly dilation?: Pair;
}

/** A window that slides over an NHWC image. All sizes in elements. */
export interface Geometry {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly windowHeight: number;
  readonly windowWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

export const toPair = (value: Pair): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value;

const toSides = (pad: Padding): readonly [number, number, number, number] =>
  typeof pad === 'number' ? [pad, pad, pad, pad] : [pad[0][0], pad[0][1], pad[1][0], pad[1][1]];

const outSize = (size: number, window: number, stride: number, dilation: number, pads: number): number =>
  Math.floor((size + pads - dilation * (window - 1) - 1) / stride) + 1;

/**
 * @param xShape [batch, height, width, channels]
 * @param window [height, width] of the window, in taps
 * @throws TypeError when an option is not an integer in range, or when the window does not fit in the image
 */
export const slideWindow = (
  op: string,
  xShape: readonly number[],
  window: readonly [number, number],
  outChannels: number,
  options: WindowOptions,
): Geometry => {
  const [batch = 0, inHeight = 0, inWidth = 0, inChannels = 0] = xShape;
  const [strideHeight, strideWidth] = toPair(options.stride ?? 1);
  const [dilationHeight, dilationWidth] = toPair(options.dilation ?? 1);
  const [padTop, padBottom, padLeft, padRight] = toSides(options.pad ?? 0);
  for (const stride of [strideHeight, strideWidth]) checkInteger(op, 'stride', stride, 1);
  for (const dilation of [dilationHeight, dilationWidth]) checkInteger(op, 'dilation', dilation, 1);
  for (const pad of [padTop, padBottom, padLeft, padRight]) checkInteger(op, 'pad', pad, -1024);
  const [windowHeight, windowWidth] = window;
  const outHeight = outSize(inHeight, windowHeight, strideHeight, dilationHeight, padTop + padBottom);
  const outWidth = outSize(inWidth, windowWidth, strideWidth, dilationWidth, padLeft + padRight);
  if (outHeight < 1 || outWidth < 1) {
    throw new TypeError(
      `${op}: expected a window that fits in the padded image, got a ${windowHeight}x${windowWidth} window ` +
        `with dilation ${dilationHeight}x${dilationWidth} on a ${inHeight}x${inWidth} image`,
    );
  }
  return {
    batch,
    inHeight,
    inWidth,
    inChannels,
    outHeight,
    outWidth,
    outChannels,
    windowHeight,
    windowWidth,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    padTop,
    padLeft,
  };
};

export const inputShape = (g: Geometry): number[] => [g.batch, g.inHeight, g.inWidth, g.inChannels];
export const outputShape = (g: Geometry): number[] => [g.batch, g.outHeight, g.outWidth, g.outChannels];
