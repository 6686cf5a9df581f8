/**
 * The controller of recurrent ENAS and its training: REINFORCE with a moving baseline and Adam, a step on the mean
 * gradient of several cells. Source: Pham et al. 2018, section 2.2, and google-research/google-research
 * enas_lm@04a40eb (src/controller.py), whose graph leaves open whether a reward moves the baseline before or after it is
 * held against it: before, as here.
 */

import { drawFrom } from '../../method/draw-from.ts';
import { AdamAscent } from '../../method/ppo/adam.ts';
import type { ControllerWeights as AdamWeights } from '../../method/ppo/controller.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import { nodeActivations } from '../../space/darts-rnn/activations.ts';
import { Matrix } from '../bench1shot1/controller/tape.ts';
import { type ControllerRun, type ControllerWeights, writeCell } from './controller-run.ts';

export interface ControllerSettings {
  readonly controllerUnits: number;
  readonly controllerBound: number;
  readonly controllerLearningRate: number;
  readonly controllerSamples: number;
  readonly temperature: number;
  readonly tanhConstant: number;
  readonly entropyWeight: number;
  readonly baselineDecay: number;
}

/** Uniform within `bound`, each matrix from its own child key. */
export function initialWeights(units: number, bound: number, key: Key): ControllerWeights {
  const make = (name: string, rows: number, columns: number): Matrix => {
    const source = draws(split(key, name));
    const uniform = (): number => bound * (2 * source.uniform() - 1);
    return new Matrix(rows, columns, Float64Array.from({ length: rows * columns }, uniform));
  };
  return {
    lstm: make('lstm', 2 * units, 4 * units),
    start: make('start', 1, units),
    activations: make('activations', nodeActivations.length, units),
    keys: make('keys', units, units),
    queries: make('queries', units, units),
    attention: make('attention', units, 1),
  };
}

export class RecurrentController {
  readonly #settings: ControllerSettings;
  readonly #nodes: number;
  readonly #weights: ControllerWeights;
  readonly #optimizer: AdamAscent;
  #baseline = 0;

  /** @param nodes of a cell */
  constructor(nodes: number, settings: ControllerSettings, key: Key) {
    this.#settings = settings;
    this.#nodes = nodes;
    this.#weights = initialWeights(settings.controllerUnits, settings.controllerBound, key);
    this.#optimizer = new AdamAscent(byName(this.#weights, ({ values }) => values));
  }

  /** The moving average of rewards, from 0. */
  get baseline(): number {
    return this.#baseline;
  }

  sample(source: Draws): ControllerRun {
    return writeCell(this.#weights, this.#settings, this.#nodes, (probabilities) =>
      drawFrom(probabilities, source),
    );
  }

  /**
   * One step on the mean gradient of several cells. The entropy counts as reward and carries no gradient of its own.
   * @param rewardOf without the entropy; what is not a number teaches nothing
   * @returns the mean reward, without the entropy
   */
  async step(source: Draws, rewardOf: (run: ControllerRun) => Promise<number>): Promise<number> {
    const { controllerSamples: count, entropyWeight, baselineDecay, controllerLearningRate } = this.#settings;
    let mean = 0;
    for (let i = 0; i < count; i += 1) {
      const run = this.sample(source);
      const measured = await rewardOf(run);
      if (!Number.isFinite(measured)) continue;
      const reward = measured + entropyWeight * run.entropy;
      this.#baseline -= (1 - baselineDecay) * (this.#baseline - reward);
      // The optimiser ascends, and the run adds up derivatives of the negative log-probability.
      run.backward((this.#baseline - reward) / count);
      mean += measured / count;
    }
    this.#optimizer.step(
      byName(this.#weights, ({ gradient }) => gradient),
      controllerLearningRate,
    );
    for (const { gradient } of Object.values(this.#weights) as Matrix[]) gradient.fill(0);
    return mean;
  }
}

/** In the form of the optimiser. */
const byName = (weights: ControllerWeights, of: (matrix: Matrix) => Float64Array): AdamWeights =>
  new Map(
    Object.entries<Matrix>({ ...weights }).map(([name, matrix]) => [
      name,
      { rows: matrix.rows, columns: matrix.columns, values: of(matrix) },
    ]),
  );
