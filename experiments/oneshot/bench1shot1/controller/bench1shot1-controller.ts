/**
 * The ENAS controller of the one-shot spaces. The cell input and the first block are nodes from the start; for each
 * further node, the output last, it chooses parents without replacement by one look at the nodes so far, then the operation of
 * the next block. So the first block's operation comes with the second block's parents, and parents that are the only choice
 * count as a decision. Trained by REINFORCE with a moving baseline and Adam.
 * Source: Pham et al. 2018, section 2.2; Zela et al. 2020, appendix, and automl/nasbench-1shot1@cb0f0ec, whose settings
 * these are.
 */
import { power } from '../../../../schemas/exact-math.ts';
import { type Draws, draws } from '../../../rng/draws.ts';
import { type Key, split } from '../../../rng/key.ts';
import type { Bench1Shot1Cell } from '../../../space/nasbench1shot1/cell.ts';
import { operations, parentCountsOf, type SpaceNumber } from '../../../space/nasbench1shot1/layout.ts';
import { allMatrices, ControllerPass, type ControllerWeights, type Pick } from './controller-pass.ts';
import { Matrix } from './tape.ts';

const hidden = 64;
/** Weights start uniform within this. */
const initialBound = 0.1;
const shaping = { temperature: 5, tanhConstant: 2.5, operationTanhReduction: 5 };
/** Of operations in their order: trained from here. */
const initialBias = [10, 10, 0];
const fixedBias = [0.25, 0.25, -0.25];
const baselineDecay = 0.99;
const betas = [0.1, 0.999] as const;
const epsilon = 1e-3;

export interface ControllerSettings {
  readonly controllerLearningRate: number;
  readonly entropyWeight: number;
}

export interface ControllerSample {
  readonly cell: Bench1Shot1Cell;
  readonly logProbability: number;
  readonly entropy: number;
}

/** Running means of the gradient and of its square. */
interface Moments {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

export class Bench1Shot1Controller {
  readonly #space: SpaceNumber;
  readonly #settings: ControllerSettings;
  readonly #weights: ControllerWeights;
  readonly #moments: readonly Moments[];
  #steps = 0;
  #baseline = 0;

  constructor(space: SpaceNumber, settings: ControllerSettings, key: Key) {
    this.#space = space;
    this.#settings = settings;
    this.#weights = initialWeights(key);
    this.#moments = allMatrices(this.#weights).map(({ values }) => ({
      first: new Float64Array(values.length),
      second: new Float64Array(values.length),
    }));
  }

  /** The moving average of rewards, from 0. */
  get baseline(): number {
    return this.#baseline;
  }

  sample(source: Draws): ControllerSample {
    const { pass, cell } = this.#write(source);
    return { cell, logProbability: pass.logProbability, entropy: pass.entropy };
  }

  /**
   * One step along the gradient of the expected reward: a sample is drawn and measured, then the baseline moves, then
   * the weights. The entropy counts as reward and carries no gradient of its own.
   *
   * @param accuracyOf percent of correct predictions
   */
  async step(
    source: Draws,
    accuracyOf: (cell: Bench1Shot1Cell) => Promise<number>,
  ): Promise<ControllerSample> {
    const { pass, cell } = this.#write(source);
    const { entropy, logProbability } = pass;
    const reward = (await accuracyOf(cell)) + this.#settings.entropyWeight * entropy;
    this.#baseline -= (1 - baselineDecay) * (this.#baseline - reward);
    pass.backward(reward - this.#baseline);
    this.#descend();
    return { cell, logProbability, entropy };
  }

  #write(source: Draws): { readonly pass: ControllerPass; readonly cell: Bench1Shot1Cell } {
    const pass = new ControllerPass(this.#weights, shaping);
    const pick: Pick = (probabilities) => drawIndex(probabilities, source);
    pass.addInput();
    pass.addInput();
    const ops: string[] = [];
    const [, ...counts] = parentCountsOf(this.#space);
    const chosen = counts.map((count) => {
      const parents = pass.chooseNodes(pick, count);
      ops.push(operations[pass.chooseOperation(pick, fixedBias)] ?? '');
      pass.addNode();
      return parents.toSorted((a, b) => a - b);
    });
    const parents = [[0], ...chosen];
    return { pass, cell: { ops, parents } };
  }

  /** Adam with the bias correction of current PyTorch. */
  #descend(): void {
    this.#steps += 1;
    const [beta1, beta2] = betas;
    const stepSize = this.#settings.controllerLearningRate / (1 - power(beta1, this.#steps));
    const rootCorrection = Math.sqrt(1 - power(beta2, this.#steps));
    allMatrices(this.#weights).forEach(({ values, gradient }, m) => {
      const { first, second } = this.#moments[m] as Moments;
      gradient.forEach((slope, i) => {
        const mean = beta1 * (first[i] ?? Number.NaN) + (1 - beta1) * slope;
        const square = beta2 * (second[i] ?? Number.NaN) + (1 - beta2) * slope * slope;
        [first[i], second[i]] = [mean, square];
        const denominator = Math.sqrt(square) / rootCorrection + epsilon;
        values[i] = (values[i] ?? Number.NaN) - (stepSize * mean) / denominator;
      });
      gradient.fill(0);
    });
  }
}

function drawIndex(probabilities: Float64Array, source: Draws): number {
  let rest = source.uniform();
  let last = 0;
  for (const [i, probability] of probabilities.entries()) {
    if (probability === 0) continue;
    if (rest < probability) return i;
    rest -= probability;
    last = i;
  }
  // Rounding may leave a little more than all probabilities.
  return last;
}

function initialWeights(key: Key): ControllerWeights {
  const make = (name: string, rows: number, columns: number): Matrix => {
    const source = draws(split(key, name));
    const values = Float64Array.from(
      { length: rows * columns },
      () => initialBound * (2 * source.uniform() - 1),
    );
    return new Matrix(rows, columns, values);
  };
  return {
    lstm: make('lstm', 2 * hidden, 4 * hidden),
    start: make('start', 1, hidden),
    operations: make('operations', operations.length, hidden),
    operationLogits: make('operationLogits', hidden, operations.length),
    operationBias: new Matrix(1, operations.length, initialBias),
    keys: make('keys', hidden, hidden),
    queries: make('queries', hidden, hidden),
    attention: make('attention', hidden, 1),
  };
}
