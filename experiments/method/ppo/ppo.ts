/**
 * The controller as a black-box method over independent parameters, in the order in which the space has them. A batch is
 * the architectures that were told one after the other, whichever policy drew them: the ratio of probabilities corrects
 * for an older one. The ratio is that of whole sequences.
 */
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { type ConfigSpace, type Configuration, listedValues } from '../../space/config-space.ts';
import { decisionFields } from '../../space/decision-fields.ts';
import type { BlackBoxMethod } from '../black-box-method.ts';
import { Ledger } from '../ledger.ts';
import type { SingleFidelityOptions } from '../random.ts';
import { rewardOf } from '../reinforce.ts';
import { AdamAscent } from './adam.ts';
import { Baseline } from './baseline.ts';
import { clippedObjective } from './clipped-objective.ts';
import {
  backSequence,
  followSequence,
  initialWeights,
  type Pass,
  sampleSequence,
  zerosLike,
} from './controller.ts';

export interface PpoOptions extends SingleFidelityOptions {
  readonly units: number;
  readonly initialBound: number;
  readonly policyLearningRate: number;
  readonly policyBatch: number;
  readonly baselineMomentum: number;
  readonly entropyWeight: number;
  readonly clipRange: number;
  readonly policyEpochs: number;
}

interface Drawn {
  readonly actions: readonly number[];
  readonly isActive: readonly boolean[] | undefined;
  /** By the policy that drew it. */
  readonly logProbability: number;
}

interface Rewarded extends Drawn {
  readonly advantage: number;
}

export function ppo(space: ConfigSpace<unknown>, options: PpoOptions): BlackBoxMethod<Configuration> {
  const values = space.parameters.map(listedValues);
  const fields = decisionFields(space);
  const decisions = values.map(({ length }, i) => ({ field: fields[i] as string, choices: length }));
  const weights = initialWeights(decisions, {
    ...{ units: options.units, bound: options.initialBound, key: split(options.key, 'controller') },
  });
  const optimizer = new AdamAscent(weights);
  const baseline = new Baseline(options.baselineMomentum);
  const trials = split(options.key, 'trial');
  const ledger = new Ledger<Configuration>();
  const drawn = new Map<number, Drawn>();
  const batch: Rewarded[] = [];

  /** Decisions that took no part had none in the score. */
  const total = ({ logProbabilities }: Pass, isActive: readonly boolean[] | undefined): number =>
    logProbabilities.reduce((sum, one, i) => ((isActive?.[i] ?? true) ? sum + one : sum), 0);

  function improve(): void {
    for (let epoch = 0; epoch < options.policyEpochs; epoch += 1) {
      const gradients = zerosLike(weights);
      const passes = batch.map(({ actions }) => followSequence(weights, decisions, actions));
      const samples = batch.map(({ isActive, logProbability, advantage }, i) => ({
        ...{
          logProbability: total(passes[i] as Pass, isActive),
          oldLogProbability: logProbability,
          advantage,
        },
      }));
      const { gradient } = clippedObjective(samples, options.clipRange);
      passes.forEach((pass, i) => {
        const factors = {
          ofLogProbability: gradient[i] as number,
          ofEntropy: options.entropyWeight / batch.length,
        };
        backSequence(weights, gradients, pass, factors, batch[i]?.isActive);
      });
      optimizer.step(gradients, options.policyLearningRate);
    }
  }

  return {
    ask() {
      const pass = sampleSequence(weights, decisions, draws(split(trials, ledger.asked)));
      const actions = pass.steps.map(({ action }) => action);
      const configuration = actions.map((action, i) => values[i]?.[action] ?? Number.NaN);
      const isActive = space.isActive?.(configuration);
      drawn.set(ledger.asked, { actions, isActive, logProbability: total(pass, isActive) });
      return ledger.open(configuration, options.epochs);
    },
    tell(trial, score) {
      ledger.close(trial, score);
      const sequence = drawn.get(trial.number);
      drawn.delete(trial.number);
      const reward = rewardOf(score);
      // A training that diverged has no reward, and the policy learns nothing from it.
      if (!sequence || !Number.isFinite(reward)) return;
      batch.push({ ...sequence, advantage: baseline.advantage(reward) });
      if (batch.length < options.policyBatch) return;
      improve();
      batch.length = 0;
    },
    best: () => ledger.best,
  };
}
