import { keep, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { power } from '../../schemas/exact-math.ts';
import type { Gradients } from './differentiate.ts';
import { inPlace } from './in-place.ts';
import type { Parameter } from './parameter.ts';

export interface AdamOptions {
  /** Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** L2 factor, added to the gradient. Default 0. */
  readonly weightDecay?: number;
  /**
   * Where epsilon enters. `early` (default, as in PyTorch 0.3.1): sqrt(v) + epsilon, the bias correction of v is
   * in the step size. `late` (current PyTorch): sqrt(v / bias) + epsilon.
   */
  readonly form?: 'early' | 'late';
}

interface Moments {
  readonly first: Tensor;
  readonly second: Tensor;
  steps: number;
}

/** Adam with L2 weight decay in the gradient. A parameter counts only the steps in which it had a gradient. */
export class Adam {
  readonly #parameters: readonly Parameter[];
  readonly #moments: (Moments | null)[];
  readonly #options: Required<AdamOptions>;

  constructor(parameters: readonly Parameter[], options: AdamOptions = {}) {
    this.#parameters = parameters;
    this.#moments = parameters.map(() => null);
    this.#options = {
      betas: options.betas ?? [0.9, 0.999],
      epsilon: options.epsilon ?? 1e-8,
      weightDecay: options.weightDecay ?? 0,
      form: options.form ?? 'early',
    };
  }

  /**
   * Updates every parameter whose gradient is not null.
   *
   * @param gradients in the order of the parameters; not disposed
   */
  step(gradients: Gradients, learningRate: number): void {
    const { betas, epsilon, weightDecay, form } = this.#options;
    this.#parameters.forEach((parameter, index) => {
      const gradient = gradients[index] ?? null;
      if (gradient === null) return;
      const moments = this.#momentsOf(index, parameter);
      moments.steps += 1;
      const bias1 = 1 - power(betas[0], moments.steps);
      const rootBias2 = Math.sqrt(1 - power(betas[1], moments.steps));
      const early = form === 'early';
      inPlace().adam(parameter.value, gradient, moments.first, moments.second, {
        stepSize: early ? (learningRate * rootBias2) / bias1 : learningRate / bias1,
        beta1: betas[0],
        beta2: betas[1],
        weightDecay,
        rootScale: early ? 1 : 1 / rootBias2,
        epsilon,
      });
    });
  }

  #momentsOf(index: number, parameter: Parameter): Moments {
    const moments = this.#moments[index] ?? {
      first: keep(zerosLike(parameter.value)),
      second: keep(zerosLike(parameter.value)),
      steps: 0,
    };
    this.#moments[index] = moments;
    return moments;
  }

  /** Disposes the moments, not the parameters. */
  dispose(): void {
    for (const moments of this.#moments) {
      moments?.first.dispose();
      moments?.second.dispose();
    }
  }
}
