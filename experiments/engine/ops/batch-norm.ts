import { type GradConfig, type NamedAttrMap, ones, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { checkAxes, checkShape } from '../check.ts';
import { allOf, present, runKernel, runKernels } from '../run-kernel.ts';

export interface BatchNormOptions {
  /** Scale per channel, [channels]. Default 1. */
  readonly gamma?: Tensor;
  /** Offset per channel, [channels]. Default 0. */
  readonly beta?: Tensor;
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
  /** Apply ReLU to the result, without a pass of its own. Default false. */
  readonly relu?: boolean;
}

export interface BatchNormResult {
  /** Same shape as `x`. */
  readonly y: Tensor;
  /** [channels]; for running statistics, carries no gradient. */
  readonly mean: Tensor;
  /** [channels], divided by the number of values; for running statistics, carries no gradient. */
  readonly variance: Tensor;
}

const channelsOf = (op: string, x: Tensor): number => {
  if (x.shape.length !== 2) checkAxes(op, 'x', x, ['batch', 'height', 'width', 'channels']);
  return x.shape[x.shape.length - 1] ?? 0;
};

/** Scale and offset, with what was not given filled in. */
export const affine = (
  op: string,
  channels: number,
  options: BatchNormOptions,
): { gamma: Tensor; beta: Tensor } => {
  const gamma = options.gamma ?? ones([channels]);
  const beta = options.beta ?? zeros([channels]);
  checkShape(op, 'gamma', gamma, [channels]);
  checkShape(op, 'beta', beta, [channels]);
  return { gamma, beta };
};

/**
 * Normalises every channel by the statistics of this batch.
 *
 * @param x [batch, height, width, channels] or [batch, channels]
 * @throws TypeError when shapes do not agree
 */
export const batchNormTrain = (x: Tensor, options: BatchNormOptions = {}): BatchNormResult => {
  const channels = channelsOf('batchNormTrain', x);
  const attributes = { epsilon: options.epsilon ?? 1e-5, relu: options.relu ?? false };
  const plain = options.gamma === undefined && options.beta === undefined;
  const [y, mean, variance] = plain
    ? runKernels('reprise/batch-norm', { x }, attributes)
    : runKernels(
        'reprise/batch-norm-affine',
        { x, ...affine('batchNormTrain', channels, options) },
        attributes,
      );
  return { y: present(y), mean: present(mean), variance: present(variance) };
};

/**
 * Normalises every channel by given statistics. Gradients flow to `x`, `gamma` and `beta`.
 *
 * @param x [batch, height, width, channels] or [batch, channels]
 * @param mean [channels]
 * @param variance [channels]
 * @throws TypeError when shapes do not agree
 */
export const batchNormEval = (
  x: Tensor,
  mean: Tensor,
  variance: Tensor,
  options: BatchNormOptions = {},
): Tensor => {
  const channels = channelsOf('batchNormEval', x);
  checkShape('batchNormEval', 'mean', mean, [channels]);
  checkShape('batchNormEval', 'variance', variance, [channels]);
  const { gamma, beta } = affine('batchNormEval', channels, options);
  const attributes = { epsilon: options.epsilon ?? 1e-5, relu: options.relu ?? false };
  return runKernel('reprise/batch-norm-eval', { x, mean, variance, gamma, beta }, attributes);
};

export const batchNormGradient: GradConfig = {
  kernelName: 'reprise/batch-norm',
  inputsToSave: ['x'],
  outputsToSave: [false, true, true],
  gradFunc: (dys: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => {
    const [x, mean, variance] = saved.map(present);
    const dy = present(allOf(dys)[0]);
    return {
      x: () =>
        tidy(() => {
          const channels = present(mean).shape[0] ?? 0;
          const inputs = { dy, x: present(x), mean: present(mean), variance: present(variance) };
          const unit = { gamma: ones([channels]), beta: zeros([channels]) };
          return present(runKernels('reprise/batch-norm-back', { ...inputs, ...unit }, attributes)[0]);
        }),
    };
  },
};

export const batchNormAffineGradient: GradConfig = {
  kernelName: 'reprise/batch-norm-affine',
  inputsToSave: ['x', 'gamma', 'beta'],
  outputsToSave: [false, true, true],
  gradFunc: (dys: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => {
    const [x, gamma, beta, mean, variance] = saved.map(present);
    const dy = present(allOf(dys)[0]);
    const inputs = { dy, x, gamma, beta, mean, variance } as Record<string, Tensor>;
    const [dx, dGamma, dBeta] = runKernels('reprise/batch-norm-back', inputs, attributes);
    return { x: () => present(dx), gamma: () => present(dGamma), beta: () => present(dBeta) };
  },
};

export const batchNormEvalGradient: GradConfig = {
  kernelName: 'reprise/batch-norm-eval',
  inputsToSave: ['x', 'mean', 'variance', 'gamma', 'beta'],
  gradFunc: (dy: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => {
    const [x, mean, variance, gamma, beta] = saved.map(present);
    const inputs = { dy, x, mean, variance, gamma, beta } as Record<string, Tensor>;
    const [dx, dGamma, dBeta] = runKernels('reprise/batch-norm-eval-back', inputs, attributes);
    return { x: () => present(dx), gamma: () => present(dGamma), beta: () => present(dBeta) };
  },
};
