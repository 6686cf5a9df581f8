import type { Gradients } from './differentiate.ts';
import { Parameter } from './parameter.ts';
import { Sgd, type SgdOptions } from './sgd.ts';

export interface AveragingProgress {
  readonly steps: number;
  /** Of the last step; null before the first. */
  readonly learningRate: number | null;
}

/**
 * Stochastic gradient descent whose result is the average of the weights over its steps (Polyak and Juditsky 1992),
 * as PyTorch's ASGD with lambda 0 and t0 0. Two of its habits are kept: the first step does not count towards the
 * average, and every step uses the learning rate that was given to the step before.
 */
export class AveragedSgd {
  readonly #parameters: readonly Parameter[];
  readonly #averages: readonly Parameter[];
  readonly #descent: Sgd;
  #steps = 0;
  #learningRate: number | null = null;

  /** Averaging starts at the values that the parameters have now. */
  constructor(parameters: readonly Parameter[], options: Pick<SgdOptions, 'weightDecay'> = {}) {
    this.#parameters = parameters;
    this.#descent = new Sgd(parameters, options);
    this.#averages = parameters.map(({ name, shape, value }) => {
      const average = new Parameter(name, shape);
      average.blend(value, 0, 1);
      return average;
    });
  }

  /**
   * Updates every parameter whose gradient is not null, and all averages.
   *
   * @param gradients in the order of the parameters; not disposed
   */
  step(gradients: Gradients, learningRate: number): void {
    this.#descent.step(gradients, this.#learningRate ?? learningRate);
    this.#learningRate = learningRate;
    this.#steps += 1;
    const share = 1 / Math.max(1, this.#steps - 1);
    this.#averages.forEach((average, i) => {
      const parameter = this.#parameters[i];
      if (parameter) average.blend(parameter.value, 1 - share, share);
    });
  }

  /**
   * Gives the parameters the values of the averages.
   *
   * @returns brings the parameters' own values back, bit for bit
   */
  async useAverages(): Promise<() => void> {
    const own = await Promise.all(this.#parameters.map((parameter) => parameter.download()));
    for (const [i, average] of this.#averages.entries()) {
      this.#parameters[i]?.write(await average.download());
    }
    return () => {
      own.forEach((values, i) => {
        this.#parameters[i]?.write(values);
      });
    };
  }

  /** How far it has come, besides the averages. */
  get progress(): AveragingProgress {
    return { steps: this.#steps, learningRate: this.#learningRate };
  }

  /** In the order of the parameters, under their names; live. */
  get averages(): readonly Parameter[] {
    return this.#averages;
  }

  /** Goes on from another one over the same parameters. */
  restore(averages: readonly Float32Array[], { steps, learningRate }: AveragingProgress): void {
    this.#averages.forEach((average, i) => {
      const values = averages[i];
      if (values) average.write(values);
    });
    this.#steps = steps;
    this.#learningRate = learningRate;
  }

  /** Disposes the averages, not the parameters. */
  dispose(): void {
    this.#descent.dispose();
    for (const average of this.#averages) average.dispose();
  }
}
