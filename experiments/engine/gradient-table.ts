/** The gradient of every kernel, registered once when an engine starts. */
import type { GradConfig } from '@tensorflow/tfjs-core';
import { addNGradient } from './ops/add-n.ts';
import { batchNormAffineGradient, batchNormEvalGradient, batchNormGradient } from './ops/batch-norm.ts';
import { concatGradient, splitGradient } from './ops/concat-channels.ts';
import { conv2dGradient } from './ops/conv2d.ts';
import { depthwiseGradient } from './ops/depthwise-conv2d.ts';
import { embeddingGradient } from './ops/embedding.ts';
import { linearGradient, matMulGradient } from './ops/mat-mul.ts';
import { mixedSumFixedGradient, mixedSumGradient } from './ops/mixed-sum.ts';
import { avgPoolGradient, globalAveragePoolGradient, maxPoolGradient } from './ops/pool.ts';
import { reluGradient } from './ops/relu.ts';
import { separableAffineGradient, separableGradient } from './ops/separable.ts';
import { crossEntropyGradient } from './ops/softmax-cross-entropy.ts';

export const gradients: readonly GradConfig[] = [
  addNGradient,
  avgPoolGradient,
  batchNormAffineGradient,
  batchNormEvalGradient,
  batchNormGradient,
  concatGradient,
  conv2dGradient,
  crossEntropyGradient,
  depthwiseGradient,
  embeddingGradient,
  globalAveragePoolGradient,
  linearGradient,
  matMulGradient,
  maxPoolGradient,
  mixedSumFixedGradient,
  mixedSumGradient,
  reluGradient,
  separableAffineGradient,
  separableGradient,
  splitGradient,
];
