/**
 * REINFORCE (Williams 1992) over independent categorical parameters, as the optimiser study of Ying et al. 2019
 * (supplement S3) and nas_benchmarks run it: logits that start at 0, the validation accuracy as the reward, and its
 * exponential moving average as the baseline.
 */
import { softmaxOf } from '../../schemas/exact-math.ts';
import { positive, probability } from '../../schemas/setting.ts';
import { draws } from '../rng/draws.ts';
import { split } from '../rng/key.ts';
import { type ConfigSpace, type Configuration, listedValues } from '../space/config-space.ts';
import type { BlackBoxMethod } from './black-box-method.ts';
import { decoded } from './decoded.ts';
import { drawFrom } from './draw-from.ts';
import { Ledger } from './ledger.ts';
import { defineBlackBox } from './module.ts';
import type { SingleFidelityOptions } from './random.ts';
import type { Score } from './score.ts';
import { budget, tinyBudget } from './settings.ts';

export const method = defineBlackBox({
  kind: 'reinforce',
  description: 'REINFORCE as in NAS-Bench-101: independent categorical logits for each decision.',
  source: 'Williams 1992; Ying et al. 2019, supplement S3',
  settings: {
    ...budget,
    policyLearningRate: positive('Policy learning rate', 'Step size on the logits.', { default: 0.1 }),
    baselineMomentum: probability('Baseline momentum', 'Of the moving average of rewards.', { default: 0.9 }),
  },
  example: { evaluations: 500 },
  tiny: { reinforce: tinyBudget },
  propose: (settings, { config }, options) => decoded(reinforce(config, { ...settings, ...options }), config),
});

export interface ReinforceOptions extends SingleFidelityOptions {
  readonly policyLearningRate: number;
  readonly baselineMomentum: number;
}

/** Below this the architecture was none (or the training failed), and the policy learns nothing from it. */
const leastReward = 0.001;

/**
 * The gradient is that of the policy at the time when the score is told, so that the order of scores matters. Numbers
 * are choices among their values, or among some of them where they are many.
 */
export function reinforce(
  space: ConfigSpace<unknown>,
  options: ReinforceOptions,
): BlackBoxMethod<Configuration> {
  const values = space.parameters.map(listedValues);
  const policy = values.map(({ length }) => new Float64Array(length));
  const baseline = new MovingAverage(options.baselineMomentum);
  const trials = split(options.key, 'trial');
  const ledger = new Ledger<Configuration>();
  return {
    ask() {
      const source = draws(split(trials, ledger.asked));
      const configuration = policy.map(
        (logits, i) => values[i]?.[drawFrom(softmaxOf(logits), source)] ?? Number.NaN,
      );
      return ledger.open(configuration, options.epochs);
    },
    tell(trial, score) {
      const { architecture } = ledger.close(trial, score);
      const reward = rewardOf(score);
      if (!(reward > leastReward)) return;
      // The baseline takes the reward in before the advantage is computed, as in
      // automl/nas_benchmarks@1b09906.
      const advantage = reward - baseline.add(reward);
      const isActive = space.isActive?.(architecture);
      policy.forEach((logits, i) => {
        const choice = values[i]?.indexOf(architecture[i] ?? Number.NaN) ?? -1;
        // A decision that took no part had none in the score.
        if (isActive?.[i] ?? true) ascend(logits, choice, advantage, options.policyLearningRate);
      });
    },
    best: () => ledger.best,
  };
}

/** Of perplexity, as the language models of ENAS are rewarded (Pham et al. 2018). */
const inverseRewardScale = 80;

/**
 * Of the first score: itself where more is better, the share of its worst value that was avoided (the accuracy, for an
 * error), and in proportion to its inverse where there is no worst value.
 */
export function rewardOf({ objectives: [{ goal, worst }], values: [value] }: Score): number {
  if (goal === 'maximize') return value;
  return Number.isFinite(worst) ? 1 - value / worst : inverseRewardScale / value;
}

/** An exponential moving average without bias towards its start. */
export class MovingAverage {
  readonly #momentum: number;
  #sum = 0;
  #weight = 0;

  constructor(momentum: number) {
    this.#momentum = momentum;
  }

  /** @returns the average, `value` included */
  add(value: number): number {
    this.#sum = this.#momentum * this.#sum + (1 - this.#momentum) * value;
    this.#weight = this.#momentum * this.#weight + (1 - this.#momentum);
    return this.#sum / this.#weight;
  }
}

/** One step of gradient ascent on advantage * log softmax(logits)[choice], in place. */
export function ascend(logits: Float64Array, choice: number, advantage: number, learningRate: number): void {
  softmaxOf(logits).forEach((probability, i) => {
    logits[i] = (logits[i] ?? Number.NaN) + learningRate * advantage * ((i === choice ? 1 : 0) - probability);
  });
}
