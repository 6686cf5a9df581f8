/**
 * REINFORCE on the controller, with parameters on a server: replicas fetch them, sample children, and send the gradient
 * of the mean of log-probability times advantage over their children. The advantage of a reward is its distance from the
 * moving average of the rewards that were told before it.
 */

import { ReplicaSchedule, type ReplicaSettings } from '../../../schemas/replica-schedule.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import type { ConfigSpace, Configuration } from '../../space/config-space.ts';
import type { BlackBoxMethod } from '../black-box-method.ts';
import { Ledger } from '../ledger.ts';
import { Baseline } from '../ppo/baseline.ts';
import { type ControllerWeights, zerosLike } from '../ppo/controller.ts';
import type { SingleFidelityOptions } from '../random.ts';
import {
  backSequence,
  followSequence,
  initialWeights,
  type PlannedStep,
  sampleSequence,
} from './controller.ts';
import { ParameterServer } from './parameter-server.ts';
import { type RewardSettings, rewardOf } from './reward.ts';
import { type Growth, sequencesOf } from './sequences.ts';

export interface NasRlOptions extends SingleFidelityOptions, ReplicaSettings, Growth, RewardSettings {
  readonly units: number;
  readonly controllerLayers: number;
  readonly initialBound: number;
  readonly policyLearningRate: number;
  readonly baselineMomentum: number;
  readonly shards: number;
  /** `uniform` draws every decision alike and learns nothing: random search in the same order. */
  readonly policy: 'controller' | 'uniform';
}

interface Drawn {
  readonly steps: readonly PlannedStep[];
  readonly actions: readonly number[];
  readonly isActive: readonly boolean[] | undefined;
}

interface Rewarded extends Drawn {
  readonly advantage: number;
}

export function nasRl(space: ConfigSpace<unknown>, options: NasRlOptions): BlackBoxMethod<Configuration> {
  const sequences = sequencesOf(space, options);
  const weights = initialWeights(sequences.all, controllerOf(options, split(options.key, 'controller')));
  const server = new ParameterServer(weights, { ...options, learningRate: options.policyLearningRate });
  const schedule = new ReplicaSchedule(options);
  const baseline = new Baseline(options.baselineMomentum);
  const trials = split(options.key, 'trial');
  const ledger = new Ledger<Configuration>();
  /** What each replica holds since it fetched. */
  const fetched = new Map<number, ControllerWeights>();
  const children = new Map<number, Rewarded[]>();
  const drawn = new Map<number, Drawn>();
  const learns = options.policy === 'controller';

  return {
    ask() {
      const number = ledger.asked;
      const sampled = schedule.start(number);
      if (!sampled) return 'wait';
      const { replica, fetches } = sampled;
      if (fetches && learns) fetched.set(replica, server.fetch());
      const steps = sequences.stepsOf(number);
      const source = draws(split(trials, number));
      const policy = fetched.get(replica);
      const actions = policy ? sampleSequence(policy, steps, source).actions : uniformly(steps, source);
      const configuration = sequences.configurationOf(actions);
      drawn.set(number, { steps, actions, isActive: sequences.isActive(configuration) });
      return ledger.open(configuration, options.epochs);
    },
    tell(trial, score) {
      ledger.close(trial, score);
      const sequence = drawn.get(trial.number) as Drawn;
      drawn.delete(trial.number);
      // A training that diverged has no reward, and the policy learns nothing from it.
      const isRewarded = Number.isFinite(score.values[0]);
      const { replica, isLast, gradient } = schedule.finish(trial.number, isRewarded);
      const known = children.get(replica) ?? [];
      if (isRewarded) known.push({ ...sequence, advantage: baseline.advantage(rewardOf(score, options)) });
      children.set(replica, isLast ? [] : known);
      const policy = fetched.get(replica);
      if (gradient && policy) server.push(policyGradient(policy, known));
    },
    best: () => ledger.best,
  };
}

const controllerOf = (
  { units, controllerLayers, initialBound }: NasRlOptions,
  key: Key,
): Parameters<typeof initialWeights>[1] => ({ units, layers: controllerLayers, bound: initialBound, key });

/** Every choice with the same probability, every connection with one half. */
function uniformly(steps: readonly PlannedStep[], source: Draws): readonly number[] {
  let anchors = 0;
  return steps.flatMap((step) => {
    if (step.kind === 'choice') return [source.below(step.choices)];
    anchors += 1;
    return Array.from({ length: anchors - 1 }, () => source.below(2));
  });
}

/** (1/m) sum of grad log P (R - b), over the children that have a reward. Source: section 3.2. */
export function policyGradient(policy: ControllerWeights, children: readonly Rewarded[]): ControllerWeights {
  const gradients = zerosLike(policy);
  for (const { steps, actions, isActive, advantage } of children) {
    const pass = followSequence(policy, steps, actions);
    backSequence(policy, gradients, pass, advantage / children.length, isActive);
  }
  return gradients;
}
