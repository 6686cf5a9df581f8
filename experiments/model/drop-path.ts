/**
 * Drop path: while a network trains, each branch of each example is dropped with some probability, and kept ones are
 * scaled up to keep the expectation. Source: Larsson et al., "FractalNet", ICLR 2017; per example as in DARTS.
 */
import { mul, type Tensor, tensor4d } from '@tensorflow/tfjs-core';
import type { Draws } from '../rng/draws.ts';

export interface DropPath {
  /** In [0, 1). */
  readonly probability: number;
  readonly draws: Draws;
}

/** @param x [batch, height, width, channels] */
export function dropPath(x: Tensor, { probability, draws }: DropPath): Tensor {
  if (probability <= 0) return x;
  const keep = 1 - probability;
  const batch = x.shape[0] ?? 0;
  const mask = Float32Array.from({ length: batch }, () => (draws.uniform() < keep ? 1 / keep : 0));
  return mul(x, tensor4d(mask, [batch, 1, 1, 1]));
}

/** The probability at an epoch (0-based): rising linearly towards `final`. Source: Zoph et al. 2018, section 3. */
export const dropPathAt = (final: number, epoch: number, epochs: number): number => (final * epoch) / epochs;
