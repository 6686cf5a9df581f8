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

export interface GlobalPoolAttributes {
  readonly inputShape: readonly [number, number, number, number];
}

export interface ChannelsAttributes {
  /** Of each tensor. */
  readonly channels: readonly number[];
}

export interface RowsAttributes {
  /** Of the table. */
  readonly rows: number;
}

/** What each kernel is told besides its tensors; nothing unless it says so here. */
export interface KernelAttributes extends Record<KernelName, object> {
  readonly 'reprise/conv2d': Geometry;
  readonly 'reprise/conv2d-back-input': Geometry;
  readonly 'reprise/conv2d-back-filter': Geometry;
  readonly 'reprise/depthwise': DepthwiseAttributes;
  readonly 'reprise/depthwise-back-input': DepthwiseAttributes;
  readonly 'reprise/depthwise-back-filter': DepthwiseAttributes;
  readonly 'reprise/batch-norm': BatchNormAttributes;
  readonly 'reprise/batch-norm-affine': BatchNormAttributes;
  readonly 'reprise/batch-norm-back': BatchNormAttributes;
  readonly 'reprise/batch-norm-eval': BatchNormAttributes;
  readonly 'reprise/batch-norm-eval-back': BatchNormAttributes;
  readonly 'reprise/max-pool': Geometry;
  readonly 'reprise/max-pool-back': Geometry;
  readonly 'reprise/avg-pool': Geometry;
  readonly 'reprise/avg-pool-back': Geometry;
  readonly 'reprise/global-avg-pool': GlobalPoolAttributes;
  readonly 'reprise/global-avg-pool-back': GlobalPoolAttributes;
  readonly 'reprise/mat-mul': MatMulAttributes;
  readonly 'reprise/cross-entropy': { readonly labelSmoothing: number };
  readonly 'reprise/mixed-sum-back': { readonly wantWeights: boolean };
  readonly 'reprise/concat': ChannelsAttributes;
  readonly 'reprise/split': ChannelsAttributes;
  readonly 'reprise/gather': RowsAttributes;
  readonly 'reprise/scatter-add': RowsAttributes;
  readonly 'reprise/separable': SeparableAttributes;
  readonly 'reprise/separable-affine': SeparableAttributes;
  readonly 'reprise/separable-back': SeparableBackAttributes;
}
