import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import { checkAxes, checkShape } from '../check.ts';
import { slideWindow, type WindowOptions } from '../geometry.ts';
import type { DepthwiseAttributes } from '../kernel-names.ts';
import { onlyOf, present, runKernel } from '../run-kernel.ts';

export interface DepthwiseOptions extends WindowOptions {
  /** Apply ReLU to `x` first, without a pass of its own. Default false. */
  readonly relu?: boolean;
}

/**
 * One filter per channel. Stride and dilation may be combined.
 *
 * @param x [batch, height, width, channels]
 * @param filter [kernelHeight, kernelWidth, channels, 1]
 * @returns [batch, outHeight, outWidth, channels]
 * @throws TypeError when shapes do not agree or the window does not fit
 */
export const depthwiseConv2d = (x: Tensor, filter: Tensor, options: DepthwiseOptions = {}): Tensor => {
  checkAxes('depthwiseConv2d', 'x', x, ['batch', 'height', 'width', 'channels']);
  checkAxes('depthwiseConv2d', 'filter', filter, ['kernelHeight', 'kernelWidth', 'channels', '1']);
  const channels = x.shape[3] ?? 0;
  const [height = 0, width = 0] = filter.shape;
  checkShape('depthwiseConv2d', 'filter', filter, [height, width, channels, 1]);
  const geometry = slideWindow('depthwiseConv2d', x.shape, [height, width], channels, options);
  const attributes: DepthwiseAttributes = { geometry, relu: options.relu ?? false };
  return runKernel('reprise/depthwise', { x, filter }, attributes);
};

export const depthwiseGradient: GradConfig = {
  kernelName: 'reprise/depthwise',
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => {
    const x = present(saved[0]);
    const filter = present(saved[1]);
    const upstream = onlyOf(dy);
    return {
      x: () => runKernel('reprise/depthwise-back-input', { dy: upstream, filter, x }, attributes),
      filter: () => runKernel('reprise/depthwise-back-filter', { x, dy: upstream }, attributes),
    };
  },
};
