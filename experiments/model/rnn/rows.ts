/**
 * Tensors below each other, and cut apart again. Rows follow each other in memory, so both are the engine's joining
 * and cutting of channels on one long row.
 */
import { customGrad, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { concatChannels, splitChannels } from '../../engine/index.ts';

/** @param parts [rows, width] each, of one width */
export function stackRows(parts: readonly Tensor[]): Tensor {
  const sizes = parts.map(({ size }) => size);
  const width = parts[0]?.shape[1] ?? 0;
  const shapes = parts.map(({ shape }) => shape);
  const forward = (...given: Tensor[]) => ({
    value: asRows(concatChannels(given.slice(0, parts.length).map(asOneRow)), width),
    gradFunc: (dy: Tensor): Tensor[] =>
      splitChannels(asOneRow(dy), sizes).map((part, i) => reshape(part, shapes[i] ?? [])),
  });
  return customGrad(forward as Parameters<typeof customGrad>[0])(...parts);
}

/** Equal parts, the first rows first. @param x [count * rows, width] */
export function cutRows(x: Tensor, count: number): Tensor[] {
  const sizes = Array<number>(count).fill(x.size / count);
  return splitChannels(asOneRow(x), sizes).map((part) => asRows(part, x.shape[1] ?? 0));
}

const asOneRow = (x: Tensor): Tensor => reshape(x, [1, x.size]);
const asRows = (x: Tensor, width: number): Tensor => reshape(x, [x.size / width, width]);
