import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import { checkAxes } from '../check.ts';
import { type Geometry, type Padding, type Pair, slideWindow, toPair } from '../geometry.ts';
import { allOf, onlyOf, present, runKernel, runKernels } from '../run-kernel.ts';

export interface PoolOptions {
  /** Window height and width. */
  readonly size: Pair;
  /** Default 1. */
  readonly stride?: Pair;
  /** Default 0. Padding never wins a maximum and never counts in a mean. */
  readonly pad?: Padding;
}

const poolGeometry = (op: string, x: Tensor, options: PoolOptions): Geometry => {
  checkAxes(op, 'x', x, ['batch', 'height', 'width', 'channels']);
  const [height, width] = toPair(options.size);
  const geometry = slideWindow(op, x.shape, [height, width], x.shape[3] ?? 0, {
    stride: options.stride ?? 1,
    pad: options.pad ?? 0,
  });
  // A window that lies wholly in the padding has neither a maximum nor a mean.
  const bottom = (geometry.outHeight - 1) * geometry.strideHeight - geometry.padTop;
  const right = (geometry.outWidth - 1) * geometry.strideWidth - geometry.padLeft;
  const covered =
    geometry.padTop < height &&
    geometry.padLeft < width &&
    bottom < geometry.inHeight &&
    right < geometry.inWidth;
  if (!covered || height * width > 255) {
    throw new TypeError(
      `${op}: expected every window to touch the image and to hold at most 255 values, got size ${height}x${width} ` +
        `with padding ${geometry.padTop} above and ${geometry.padLeft} left`,
    );
  }
  return geometry;
};

/**
 * The largest value of each window; NaN wins. The gradient goes to the first largest value in row order.
 *
 * @param x [batch, height, width, channels]
 * @throws TypeError when `x` has another rank, or a window touches only padding
 */
export const maxPool = (x: Tensor, options: PoolOptions): Tensor =>
  present(runKernels('reprise/max-pool', { x }, poolGeometry('maxPool', x, options))[0]);

/**
 * The mean over the values of each window that lie inside the image (PyTorch: `count_include_pad=False`).
 *
 * @param x [batch, height, width, channels]
 * @throws TypeError when `x` has another rank, or a window touches only padding
 */
export const avgPool = (x: Tensor, options: PoolOptions): Tensor =>
  runKernel('reprise/avg-pool', { x }, poolGeometry('avgPool', x, options));

/** The mean over height and width: [batch, height, width, channels] to [batch, channels]. */
export const globalAveragePool = (x: Tensor): Tensor => {
  checkAxes('globalAveragePool', 'x', x, ['batch', 'height', 'width', 'channels']);
  return runKernel('reprise/global-avg-pool', { x }, { inputShape: x.shape });
};

export const maxPoolGradient: GradConfig = {
  kernelName: 'reprise/max-pool',
  outputsToSave: [false, true],
  gradFunc: (dys: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => {
    const dy = present(allOf(dys)[0]);
    const taps = present(saved[0]);
    return { x: () => runKernel('reprise/max-pool-back', { dy, taps }, attributes) };
  },
};

export const avgPoolGradient: GradConfig = {
  kernelName: 'reprise/avg-pool',
  gradFunc: (dy: Tensor | Tensor[], _saved: Tensor[], attributes: NamedAttrMap) => ({
    x: () => runKernel('reprise/avg-pool-back', { dy: onlyOf(dy) }, attributes),
  }),
};

export const globalAveragePoolGradient: GradConfig = {
  kernelName: 'reprise/global-avg-pool',
  gradFunc: (dy: Tensor | Tensor[], _saved: Tensor[], attributes: NamedAttrMap) => ({
    x: () => runKernel('reprise/global-avg-pool-back', { dy: onlyOf(dy) }, attributes),
  }),
};
