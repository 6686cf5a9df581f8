import {
  add,
  div,
  mean,
  mul,
  relu,
  reshape,
  rsqrt,
  square,
  step,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { BatchNormAttributes } from '../kernel-names.ts';
import type { ComposedCall, ComposedKernel } from './composed-kernel.ts';

/** Of one channel each, [channels]. */
export interface Statistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

export interface Affine {
  readonly gamma: Tensor;
  readonly beta: Tensor;
}

const rowsOf = (x: Tensor): Tensor => reshape(x, [-1, x.shape[x.shape.length - 1] as number]);

const moments = (rows: Tensor): Statistics => {
  const center = mean(rows, 0);
  return { mean: center, variance: mean(square(sub(rows, center)), 0) };
};

const inverseDeviation = ({ variance }: Statistics, epsilon: number): Tensor => rsqrt(add(variance, epsilon));

/** Forwards and backwards must agree on which values ReLU lets through, so both compute them here. */
const beforeRelu = (normal: Tensor, affine: Affine | undefined): Tensor =>
  affine === undefined ? normal : add(mul(normal, affine.gamma), affine.beta);

const normalise = (
  x: Tensor,
  statistics: Statistics,
  affine: Affine | undefined,
  attributes: BatchNormAttributes,
): Tensor => {
  const inverse = inverseDeviation(statistics, attributes.epsilon);
  const y = beforeRelu(mul(sub(rowsOf(x), statistics.mean), inverse), affine);
  return reshape(attributes.relu ? relu(y) : y, x.shape);
};

/** -> [y, mean, variance] */
export const normaliseByBatch = (
  x: Tensor,
  affine: Affine | undefined,
  attributes: BatchNormAttributes,
): [Tensor, Tensor, Tensor] => {
  const statistics = moments(rowsOf(x));
  return [normalise(x, statistics, affine, attributes), statistics.mean, statistics.variance];
};

export interface BackCall {
  readonly x: Tensor;
  readonly dy: Tensor;
  readonly statistics: Statistics;
  readonly affine: Affine | undefined;
  /** Whether the statistics depend on x. */
  readonly training: boolean;
}

/** -> gradients of [x, gamma, beta] */
export const normaliseBack = (
  { x, dy, statistics, affine, training }: BackCall,
  { epsilon, relu: isRectified }: BatchNormAttributes,
): [Tensor, Tensor, Tensor] => {
  const inverse = inverseDeviation(statistics, epsilon);
  const normal = mul(sub(rowsOf(x), statistics.mean), inverse);
  const rows = normal.shape[0] as number;
  const upstream = isRectified ? mul(rowsOf(dy), step(beforeRelu(normal, affine))) : rowsOf(dy);
  const dBeta = sum(upstream, 0);
  const dGamma = sum(mul(upstream, normal), 0);
  const scale = affine === undefined ? inverse : mul(affine.gamma, inverse);
  const through = training ? sub(upstream, div(add(dBeta, mul(normal, dGamma)), rows)) : upstream;
  return [reshape(mul(scale, through), x.shape), dGamma, dBeta];
};

export const affineOf = ({ optional }: ComposedCall): Affine | undefined => {
  const gamma = optional('gamma');
  const beta = optional('beta');
  return gamma === undefined || beta === undefined ? undefined : { gamma, beta };
};

const statisticsOf = ({ input }: ComposedCall): Statistics => ({
  mean: input('mean'),
  variance: input('variance'),
});

const train = (call: ComposedCall<BatchNormAttributes>): Tensor[] =>
  normaliseByBatch(call.input('x'), affineOf(call), call.attributes);

const back = (call: ComposedCall<BatchNormAttributes>, training: boolean): Tensor[] =>
  normaliseBack(
    {
      x: call.input('x'),
      dy: call.input('dy'),
      statistics: statisticsOf(call),
      affine: affineOf(call),
      training,
    },
    call.attributes,
  );

export const batchNormKernels: readonly ComposedKernel[] = [
  { name: 'reprise/batch-norm', run: train },
  { name: 'reprise/batch-norm-affine', run: train },
  { name: 'reprise/batch-norm-back', run: (call) => back(call, true) },
  { name: 'reprise/batch-norm-eval-back', run: (call) => back(call, false) },
  {
    name: 'reprise/batch-norm-eval',
    run: (call) => normalise(call.input('x'), statisticsOf(call), affineOf(call), call.attributes),
  },
];
