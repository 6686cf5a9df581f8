import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import { checkAxes, checkShape } from '../check.ts';
import { slideWindow, type WindowOptions } from '../geometry.ts';
import type { SeparableAttributes, SeparableBackAttributes } from '../kernel-names.ts';
import { allOf, present, runKernels } from '../run-kernel.ts';
import { wantedInputs } from '../wanted.ts';
import { affine, type BatchNormResult, batchNormTrain } from './batch-norm.ts';
import { conv2d } from './conv2d.ts';
import { depthwiseConv2d } from './depthwise-conv2d.ts';

export interface SeparableOptions extends WindowOptions {
  /** Apply ReLU to `x` first. Default false. */
  readonly relu?: boolean;
  /** Scale per output channel. Default 1. */
  readonly gamma?: Tensor;
  /** Offset per output channel. Default 0. */
  readonly beta?: Tensor;
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
  /** Apply ReLU to the result. Default false. */
  readonly outputRelu?: boolean;
}

/**
 * ReLU, depthwise convolution, 1x1 convolution and batch normalisation in training mode, as one op: what the
 * separable and dilated convolutions of cell-based search spaces are made of. It equals `batchNormTrain` of
 * `conv2d` of `depthwiseConv2d` up to rounding, with half the memory traffic.
 *
 * @param x [batch, height, width, channels]
 * @param depthwise [kernelHeight, kernelWidth, channels, 1]
 * @param pointwise [1, 1, channels, outChannels]
 * @throws TypeError when shapes do not agree or the window does not fit
 */
export const separableBatchNormTrain = (
  x: Tensor,
  depthwise: Tensor,
  pointwise: Tensor,
  options: SeparableOptions = {},
): BatchNormResult => {
  const op = 'separableBatchNormTrain';
  checkAxes(op, 'x', x, ['batch', 'height', 'width', 'channels']);
  checkAxes(op, 'depthwise', depthwise, ['kernelHeight', 'kernelWidth', 'channels', '1']);
  checkAxes(op, 'pointwise', pointwise, ['1', '1', 'channels', 'outChannels']);
  const channels = x.shape[3] ?? 0;
  const outChannels = pointwise.shape[3] ?? 0;
  const { relu = false, outputRelu = false, epsilon = 1e-5 } = options;
  if (channels % 4 !== 0 || outChannels % 4 !== 0) {
    const y = conv2d(depthwiseConv2d(x, depthwise, options), pointwise);
    return batchNormTrain(y, { ...options, relu: outputRelu });
  }
  const [height = 0, width = 0] = depthwise.shape;
  checkShape(op, 'depthwise', depthwise, [height, width, channels, 1]);
  checkShape(op, 'pointwise', pointwise, [1, 1, channels, outChannels]);
  const geometry = slideWindow(op, x.shape, [height, width], channels, options);
  const attributes: SeparableAttributes = {
    geometry,
    pointwiseChannels: outChannels,
    relu,
    outputRelu,
    epsilon,
  };
  const plain = options.gamma === undefined && options.beta === undefined;
  const [y, mean, variance] = plain
    ? runKernels('reprise/separable', { x, depthwise, pointwise }, attributes)
    : runKernels(
        'reprise/separable-affine',
        { x, depthwise, pointwise, ...affine(op, outChannels, options) },
        attributes,
      );
  return { y: present(y), mean: present(mean), variance: present(variance) };
};

const back = (
  dys: Tensor | Tensor[],
  named: Record<string, Tensor | undefined>,
  attributes: NamedAttrMap,
) => {
  const dy = present(allOf(dys)[0]);
  const wanted = wantedInputs();
  const wants = (name: string): boolean => wanted?.has(name) ?? true;
  const [dx, dDepthwise, dPointwise, dGamma, dBeta] = runKernels(
    'reprise/separable-back',
    { dy, ...named } as Record<string, Tensor>,
    {
      forward: attributes as unknown as SeparableAttributes,
      wants: [wants('x'), wants('depthwise'), wants('pointwise')],
    } satisfies SeparableBackAttributes,
  );
  return {
    x: () => present(dx),
    depthwise: () => present(dDepthwise),
    pointwise: () => present(dPointwise),
    gamma: () => present(dGamma),
    beta: () => present(dBeta),
  };
};

const byProducts = [false, true, true, true];

export const separableGradient: GradConfig = {
  kernelName: 'reprise/separable',
  inputsToSave: ['x', 'depthwise', 'pointwise'],
  outputsToSave: byProducts,
  gradFunc: (dys: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => {
    const [x, depthwise, pointwise, mean, variance, z] = saved;
    return back(dys, { x, depthwise, pointwise, mean, variance, z }, attributes);
  },
};

export const separableAffineGradient: GradConfig = {
  kernelName: 'reprise/separable-affine',
  inputsToSave: ['x', 'depthwise', 'pointwise', 'gamma', 'beta'],
  outputsToSave: byProducts,
  gradFunc: (dys: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => {
    const [x, depthwise, pointwise, gamma, beta, mean, variance, z] = saved;
    const named = { x, depthwise, pointwise, gamma, beta, mean, variance, z };
    return back(dys, named, attributes);
  },
};
