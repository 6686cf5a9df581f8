/**
 * Bilinear resizing by two matrix products, one for rows and one for columns; their transposes give the gradient. Made of existing
 * ops, so every engine has it. Corner pixels stay in the corners.
 */
import { reshape, type Tensor, tensor2d, transpose } from '@tensorflow/tfjs-core';
import { matMul } from '../../engine/index.ts';
import { interpolationMatrix } from './interpolation.ts';

export interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * @param x [batch, height, width, channels]
 * @returns [batch, size.height, size.width, channels]; `x` itself where it has that size
 * @throws TypeError for another number of axes, or a size below one pixel
 */
export function resizeBilinear(x: Tensor, size: Size): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  if (x.shape.length !== 4 || !(size.height >= 1 && size.width >= 1)) {
    const found = `[${x.shape.join(', ')}] to ${size.height}x${size.width}`;
    throw new TypeError(
      `resizeBilinear: expected [batch, height, width, channels] to 1x1 or more, got ${found}`,
    );
  }
  if (height === size.height && width === size.width) return x;
  // Rows first, all columns and images side by side; then columns.
  const byRow = reshape(transpose(x, [1, 0, 2, 3]), [height, batch * width * channels]);
  const rows = reshape(along(height, size.height, byRow), [size.height, batch, width, channels]);
  const byColumn = reshape(transpose(rows, [2, 1, 0, 3]), [width, batch * size.height * channels]);
  const both = reshape(along(width, size.width, byColumn), [size.width, batch, size.height, channels]);
  return transpose(both, [1, 2, 0, 3]);
}

const along = (from: number, to: number, x: Tensor): Tensor =>
  from === to ? x : matMul(tensor2d(interpolationMatrix(from, to), [to, from]), x);
