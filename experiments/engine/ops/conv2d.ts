import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import { checkAxes, checkShape } from '../check.ts';
import { slideWindow, type WindowOptions } from '../geometry.ts';
import { onlyOf, present, runKernel } from '../run-kernel.ts';

/**
 * Cross-correlation with zero padding, as in PyTorch.
 *
 * @param x [batch, height, width, inChannels]
 * @param filter [kernelHeight, kernelWidth, inChannels, outChannels]
 * @returns [batch, outHeight, outWidth, outChannels]; out = floor((in + pads - dilation * (kernel - 1) - 1) / stride) + 1
 * @throws TypeError when shapes do not agree or the window does not fit
 */
export const conv2d = (x: Tensor, filter: Tensor, options: WindowOptions = {}): Tensor => {
  checkAxes('conv2d', 'x', x, ['batch', 'height', 'width', 'channels']);
  checkAxes('conv2d', 'filter', filter, ['kernelHeight', 'kernelWidth', 'inChannels', 'outChannels']);
  const [height = 0, width = 0, , outChannels = 0] = filter.shape;
  checkShape('conv2d', 'filter', filter, [height, width, x.shape[3] ?? 0, outChannels]);
  const geometry = slideWindow('conv2d', x.shape, [height, width], outChannels, options);
  return runKernel('reprise/conv2d', { x, filter }, geometry);
};

export const conv2dGradient: GradConfig = {
  kernelName: 'reprise/conv2d',
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => {
    const x = present(saved[0]);
    const filter = present(saved[1]);
    const upstream = onlyOf(dy);
    return {
      x: () => runKernel('reprise/conv2d-back-input', { dy: upstream, filter }, attributes),
      filter: () => runKernel('reprise/conv2d-back-filter', { x, dy: upstream }, attributes),
    };
  },
};
