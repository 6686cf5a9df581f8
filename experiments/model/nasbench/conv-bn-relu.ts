/**
 * The block that NAS-Bench-101 cells and NAS-Bench-1Shot1 choice blocks are made of: a convolution of stride 1 that
 * keeps the size, without bias; normalisation with scale and offset; ReLU.
 * Source: Ying et al. 2019, section 2.1, and google-research/nasbench@b942470.
 */
import { batchNormEval, batchNormTrain, conv2d } from '../../engine/index.ts';
import type { Layer } from '../layers.ts';
import type { Weights } from '../weights.ts';

export interface ConvBnRelu {
  readonly kernel: 1 | 3;
  readonly from: number;
  readonly to: number;
  /** Share of the minibatch at hand in the running statistics: running = (1 - rate) running + rate batch. */
  readonly statisticsRate: number;
}

/** Registers `<name>.conv` and `<name>.bn`. */
export function convBnRelu(weights: Weights, name: string, options: ConvBnRelu): Layer {
  const { kernel, from, to, statisticsRate: rate } = options;
  const filter = weights.convolution(`${name}.conv`, kernel, from, to).value;
  const scale = weights.affine(`${name}.bn`, to);
  const running = weights.runningStatistics(`${name}.bn`, to);
  const affine = { gamma: scale.gamma.value, beta: scale.beta.value, relu: true };
  const pad = (kernel - 1) / 2;
  return (x, statistics) => {
    const filtered = conv2d(x, filter, { pad });
    if (statistics === 'running') {
      return batchNormEval(filtered, running.mean.value, running.variance.value, affine);
    }
    const { y, mean, variance } = batchNormTrain(filtered, affine);
    if (statistics === 'track') {
      const values = y.size / to;
      running.mean.blend(mean, 1 - rate, rate);
      // The unbiased variance, as TensorFlow's fused kernel and PyTorch track it.
      running.variance.blend(variance, 1 - rate, (rate * values) / Math.max(1, values - 1));
    }
    return y;
  };
}
