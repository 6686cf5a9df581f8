import { add, keep, mul, type Tensor, tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { Gradients } from './differentiate.ts';
import { inPlace } from './in-place.ts';
import type { Parameter } from './parameter.ts';

export interface SgdOptions {
  /** Default 0. */
  readonly momentum?: number;
  /** L2 factor, added to the gradient before momentum. Default 0. */
  readonly weightDecay?: number;
  /** Nesterov's momentum. Default false. */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent with PyTorch's momentum: the velocity starts as the first gradient, then
 * v = momentum * v + g, and w -= learningRate * v; with Nesterov's, w -= learningRate * (g + momentum * v).
 */
export class Sgd {
  readonly #parameters: readonly Parameter[];
  readonly #velocities: (Tensor | null)[];
  readonly #momentum: number;
  readonly #weightDecay: number;
  readonly #nesterov: boolean;

  constructor(parameters: readonly Parameter[], options: SgdOptions = {}) {
    this.#parameters = parameters;
    this.#velocities = parameters.map(() => null);
    this.#momentum = options.momentum ?? 0;
    this.#weightDecay = options.weightDecay ?? 0;
    this.#nesterov = (options.nesterov ?? false) && this.#momentum !== 0;
  }

  /**
   * Updates every parameter whose gradient is not null.
   *
   * @param gradients in the order of the parameters; not disposed
   */
  step(gradients: Gradients, learningRate: number): void {
    const { sgd } = inPlace();
    this.#parameters.forEach((parameter, index) => {
      const gradient = gradients[index] ?? null;
      if (gradient === null) return;
      const first = this.#velocities[index] === null;
      if (first && this.#momentum !== 0) this.#velocities[index] = keep(zerosLike(parameter.value));
      const velocity = this.#velocities[index] ?? null;
      const momentum = this.#momentum;
      if (this.#nesterov) {
        tidy(() => {
          const whole = add(gradient, mul(parameter.value, this.#weightDecay));
          // v moves as ever, and the weights by momentum times v here, by the gradient itself below.
          const settings = { learningRate: learningRate * momentum, momentum, weightDecay: 0, first };
          sgd(parameter.value, whole, velocity, settings);
          parameter.blend(whole, 1, -learningRate);
        });
      } else {
        const settings = { learningRate, momentum, weightDecay: this.#weightDecay, first };
        sgd(parameter.value, gradient, velocity, settings);
      }
    });
  }

  /** The velocity of each parameter, live; null before its first step or without momentum. */
  get velocities(): Gradients {
    return this.#velocities;
  }

  /**
   * Goes on from the velocities of another descent over the same parameters.
   *
   * @param velocities row-major, in the order of the parameters; null before a first step
   */
  restore(velocities: readonly (Float32Array | null)[]): void {
    this.#parameters.forEach(({ shape }, index) => {
      const values = velocities[index] ?? null;
      this.#velocities[index]?.dispose();
      this.#velocities[index] = values && keep(tensor(values, [...shape], 'float32'));
    });
  }

  /** Disposes the velocities, not the parameters. */
  dispose(): void {
    for (const velocity of this.#velocities) velocity?.dispose();
  }
}
