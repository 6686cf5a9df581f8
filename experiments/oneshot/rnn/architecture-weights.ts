/** The trained weights of a relaxed recurrent cell's edges: alphas, their softmax, and the cell they stand for. */

import { softmax, type Tensor } from '@tensorflow/tfjs-core';
import { softmaxOf } from '../../../schemas/exact-math.ts';
import { Parameter } from '../../engine/index.ts';
import { draws } from '../../rng/draws.ts';
import type { Key } from '../../rng/key.ts';
import { activations, rnnEdges } from '../../space/darts-rnn/activations.ts';
import { discretiseRnn } from '../../space/darts-rnn/discretise.ts';
import type { RnnGenotype } from '../../space/darts-rnn/genotype.ts';

/** Standard deviation of the first values, as in quark0/darts@f276dd3; the paper starts at zero. */
const initialDeviation = 1e-3;

/** [36 edges, 5 activations]. */
export function drawAlphas(key: Key): Parameter {
  const source = draws(key);
  const size = rnnEdges.length * activations.length;
  const values = Float32Array.from({ length: size }, () => initialDeviation * source.normal());
  return new Parameter('weights', [rnnEdges.length, activations.length], values);
}

/** Differentiable; each row sums to 1. */
export const edgeWeights = (alphas: Parameter): Tensor => softmax(alphas.value);

/** The softmax again, off the device. */
export function edgeWeightRows(values: Float32Array): readonly (readonly number[])[] {
  return rnnEdges.map((_, edge) =>
    softmaxOf(values.subarray(edge * activations.length, (edge + 1) * activations.length)),
  );
}

export const genotypeOfAlphas = (values: Float32Array): RnnGenotype => discretiseRnn(edgeWeightRows(values));
