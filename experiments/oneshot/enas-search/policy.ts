/**
 * REINFORCE on a controller: each step draws several architectures, and the mean of their losses moves it. The loss of one is its
 * negative log-probability times what its reward exceeds a moving baseline by, plus the weighted penalty. The entropy counts as
 * reward and carries no gradient of its own.
 * Source: Pham et al. 2018, section 2.2; melodyguan/enas@4bcfd73. Whether a reward is held against the baseline before or after it
 * has moved that is left to chance there: here, before, so that the baseline does not depend on the architecture.
 */
import { type Draws, draws } from '../../rng/draws.ts';
import type { Key } from '../../rng/key.ts';
import { ControllerAdam } from './adam.ts';
import { type Controller, drawn, type Written } from './controller.ts';

export interface PolicySettings {
  readonly controllerLearningRate: number;
  /** Architectures of a step. */
  readonly controllerBatch: number;
  readonly entropyWeight: number;
  readonly penaltyWeight: number;
  readonly baselineMomentum: number;
}

export class Policy<A> {
  readonly #controller: Controller<A>;
  readonly #settings: PolicySettings;
  readonly #adam: ControllerAdam;
  #baseline = 0;

  constructor(controller: Controller<A>, settings: PolicySettings) {
    this.#controller = controller;
    this.#settings = settings;
    this.#adam = new ControllerAdam(controller.matrices);
  }

  /** The moving average of rewards, from 0. */
  get baseline(): number {
    return this.#baseline;
  }

  sample(source: Draws): A {
    return this.#controller.write(drawn(source)).architecture;
  }

  /** Architectures one after the other. */
  sampler(key: Key): () => A {
    const source = draws(key);
    return () => this.sample(source);
  }

  /**
   * @param accuracyOf share of correct predictions
   * @returns mean entropy of what was drawn
   */
  async step(source: Draws, accuracyOf: (architecture: A) => Promise<number>): Promise<number> {
    const { controllerBatch, controllerLearningRate } = this.#settings;
    let entropy = 0;
    for (let i = 0; i < controllerBatch; i += 1) {
      const written = this.#controller.write(drawn(source));
      this.learn(written, await accuracyOf(written.architecture));
      entropy += written.entropy / controllerBatch;
    }
    this.#adam.step(controllerLearningRate);
    return entropy;
  }

  /**
   * Adds the gradient of one architecture's share of the loss, and moves the baseline.
   * @returns the loss
   */
  learn(written: Written<A>, accuracy: number): number {
    const { controllerBatch, entropyWeight, penaltyWeight, baselineMomentum } = this.#settings;
    const reward = accuracy + entropyWeight * written.entropy;
    const advantage = reward - this.#baseline;
    this.#baseline += (1 - baselineMomentum) * advantage;
    written.backward(advantage / controllerBatch, penaltyWeight / controllerBatch);
    return -written.logProbability * advantage + penaltyWeight * written.penalty;
  }
}
