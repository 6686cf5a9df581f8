/**
 * The two steps that gradient-based search alternates: Adam on the architecture, by the validation loss, and SGD with
 * momentum on the weights, by the training loss. Knows nothing of networks.
 * Source: Liu et al. 2019, algorithm 1 and appendix A.1.
 */
import { dispose, type Tensor, tidy } from '@tensorflow/tfjs-core';
import {
  Adam,
  clipByGlobalNorm,
  type Gradients,
  Sgd,
  type SgdOptions,
  type ValueAndGradients,
  valueAndGradients,
} from '../../engine/index.ts';
import type { OptimizerSettings } from '../../task/image-classification/settings.ts';
import type { ArchitectureStepSettings } from '../settings.ts';
import { firstOrderGradient, secondOrderGradient } from './architecture-gradient.ts';
import type { BilevelLosses, BilevelParameters, Loss } from './losses.ts';

export type BilevelSettings = Pick<OptimizerSettings, 'momentum' | 'weightDecay' | 'gradientClip'> &
  Pick<SgdOptions, 'nesterov'> &
  Omit<ArchitectureStepSettings, 'warmUpEpochs'>;

export interface BilevelOptions {
  /** Largest global L2 norm of the gradients by the architecture. Default: none. */
  readonly architectureClip?: number;
  /** What steps on the architecture: Adam, or plain gradient descent. Default Adam. */
  readonly architectureOptimizer?: 'adam' | 'sgd';
}

export class BilevelOptimizer {
  readonly #parameters: BilevelParameters;
  readonly #settings: BilevelSettings;
  readonly #weights: Sgd;
  readonly #architecture: Adam | Sgd;
  readonly #architectureClip: number;

  constructor(
    parameters: BilevelParameters,
    settings: BilevelSettings,
    { architectureClip = Infinity, architectureOptimizer = 'adam' }: BilevelOptions = {},
  ) {
    this.#architectureClip = architectureClip;
    this.#parameters = parameters;
    this.#settings = settings;
    this.#weights = new Sgd(parameters.weights, settings);
    this.#architecture =
      architectureOptimizer === 'sgd'
        ? new Sgd(parameters.architecture)
        : new Adam(parameters.architecture, {
            betas: [settings.architectureMomentum, 0.999],
            weightDecay: settings.architectureWeightDecay,
          });
  }

  /** One step on the architecture, the weights as they are. @returns the validation loss before the step */
  async stepArchitecture(validation: Loss): Promise<number> {
    return this.#applyToArchitecture(firstOrderGradient(this.#parameters, validation));
  }

  /**
   * One step on the architecture that looks one training step ahead.
   *
   * @param learningRate of that training step: the one that `stepWeights` uses now
   * @returns the validation loss at the weights ahead
   */
  async stepArchitectureAhead(losses: BilevelLosses, learningRate: number): Promise<number> {
    const { momentum, weightDecay } = this.#settings;
    const velocities = this.#weights.velocities;
    const lookAhead = { learningRate, momentum, weightDecay, velocities };
    return this.#applyToArchitecture(await secondOrderGradient(this.#parameters, losses, lookAhead));
  }

  /** One step on the weights, their gradients clipped. @returns the training loss before the step */
  async stepWeights(training: Loss, learningRate: number): Promise<number> {
    const loss = tidy(() => {
      const { value, gradients } = valueAndGradients(training, this.#parameters.weights);
      this.#applyToWeights(gradients, learningRate);
      return value;
    });
    return takeValue(loss);
  }

  /** One step on both by the gradients of one loss, at the same point. @returns the loss before the step */
  async stepTogether(training: Loss, learningRate: number): Promise<number> {
    const { weights, architecture } = this.#parameters;
    const loss = tidy(() => {
      const { value, gradients } = valueAndGradients(training, [...weights, ...architecture]);
      this.#applyToWeights(gradients.slice(0, weights.length), learningRate);
      this.#stepArchitecture(gradients.slice(weights.length));
      return value;
    });
    return takeValue(loss);
  }

  /** Disposes what the optimisers keep, not the parameters. */
  dispose(): void {
    this.#weights.dispose();
    this.#architecture.dispose();
  }

  #applyToWeights(gradients: Gradients, learningRate: number): void {
    clipByGlobalNorm(gradients, this.#settings.gradientClip);
    this.#weights.step(gradients, learningRate);
  }

  #stepArchitecture(gradients: Gradients): void {
    if (this.#architectureClip < Infinity) clipByGlobalNorm(gradients, this.#architectureClip);
    this.#architecture.step(gradients, this.#settings.architectureLearningRate);
  }

  #applyToArchitecture({ value, gradients }: ValueAndGradients): Promise<number> {
    this.#stepArchitecture(gradients);
    dispose(gradients.filter((gradient) => gradient !== null));
    return takeValue(value);
  }
}

/** Reads a scalar and disposes it. */
async function takeValue(scalar: Tensor): Promise<number> {
  const [value = NaN] = await scalar.data();
  scalar.dispose();
  return value;
}
