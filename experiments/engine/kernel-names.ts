import type { Geometry } from './geometry.ts';

/**
 * The kernels this project adds to tfjs, under names of their own: gradients in tfjs are registered once for
 * all backends, so a name shared with tfjs would change the stock op too.
 */
export const kernelNames = [
  'reprise/conv2d',
  'reprise/conv2d-back-input',
  'reprise/conv2d-back-filter',
  'reprise/depthwise',
  'reprise/depthwise-back-input',
  'reprise/depthwise-back-filter',
  'reprise/batch-norm',
  'reprise/batch-norm-affine',
  'reprise/batch-norm-back',
  'reprise/batch-norm-eval',
  'reprise/batch-norm-eval-back',
  'reprise/max-pool',
  'reprise/max-pool-back',
  'reprise/avg-pool',
  'reprise/avg-pool-back',
  'reprise/global-avg-pool',
  'reprise/global-avg-pool-back',
  'reprise/mat-mul',
  'reprise/linear',
  'reprise/column-sum',
  'reprise/cross-entropy',
  'reprise/scale',
  'reprise/mixed-sum',
  'reprise/mixed-sum-fixed',
  'reprise/mixed-sum-back',
  'reprise/add-n',
  'reprise/concat',
  'reprise/split',
  'reprise/relu',
  'reprise/relu-back',
  'reprise/gather',
  'reprise/scatter-add',
  'reprise/separable',
  'reprise/separable-affine',
  'reprise/separable-back',
] as const;

export type KernelName = (typeof kernelNames)[number];

export interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export interface BatchNormAttributes {
  readonly epsilon: number;
  readonly relu: boolean;
}

// Geometry stays an object of its own in these: spreading it into the attributes would cost more than a small op.

export interface DepthwiseAttributes {
  readonly geometry: Geometry;
  readonly relu: boolean;
}

export interface SeparableAttributes {
  readonly geometry: Geometry;
  readonly pointwiseChannels: number;
  readonly relu: boolean;
  readonly outputRelu: boolean;
  readonly epsilon: number;
}

export interface SeparableBackAttributes {
  readonly forward: SeparableAttributes;
  /** Whether the gradients of x, of the depthwise and of the pointwise filter are wanted. */
  readonly wants: readonly [boolean, boolean, boolean];
}
