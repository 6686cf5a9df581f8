/** The controller as a method, with its parameters on a server: plain simulations, depths, and whether it learns. */
import { describe, expect, test } from 'vitest';
import { decoded } from '../../../experiments/method/decoded.ts';
import { runOnLogicalClock } from '../../../experiments/method/logical-clock.ts';
import {
  backSequence,
  followSequence,
  initialWeights,
  type PlannedStep,
  sampleSequence,
} from '../../../experiments/method/nas-rl/controller.ts';
import { type NasRlOptions, nasRl } from '../../../experiments/method/nas-rl/nas-rl.ts';
import { type ControllerWeights, zerosLike } from '../../../experiments/method/ppo/controller.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import {
  type ConfigSpace,
  type Configuration,
  categorical,
} from '../../../experiments/space/config-space.ts';
import { nasConvConfig } from '../../../experiments/space/nas-conv/decisions.ts';
import { fixedStrides, predictedStrides } from '../../../experiments/space/nas-conv/form.ts';
import { genotypeProblems } from '../../../experiments/space/nas-conv/genotype.ts';
import { nasbench1shot1Config } from '../../../experiments/space/nasbench1shot1/config.ts';
import { nasbench1shot1 } from '../../../experiments/space/nasbench1shot1/space.ts';
import { ReplicaSchedule } from '../../../schemas/replica-schedule.ts';
import { describeMethod, runThrough, scoreOf } from './describe-method.ts';
import { crashScore, errorScore } from './error-score.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const options = (seed: number, rest: Partial<NasRlOptions> = {}): NasRlOptions => ({
  ...{
    epochs: 50,
    key: key(seed),
    units: 5,
    controllerLayers: 2,
    initialBound: 0.3,
    policyLearningRate: 0.05,
  },
  ...{ baselineMomentum: 0.9, rewardExponent: 3, rewardScale: 80, initialLayers: 3, layersStep: 2 },
  ...{ layersEvery: 20, shards: 3, replicas: 1, children: 4, gradientsPerUpdate: 1, policy: 'controller' },
  ...rest,
});

/** Plain copies and loops, and none of the server's or the schedule's code. */
class PlainServer {
  readonly weights: ControllerWeights;
  updates = 0;
  readonly #moments: ControllerWeights[];
  #waiting: ControllerWeights[] = [];
  readonly #every: number;
  readonly #rate: number;

  constructor(weights: ControllerWeights, every: number, rate: number) {
    this.weights = weights;
    this.#every = every;
    this.#rate = rate;
    this.#moments = [zerosLike(weights), zerosLike(weights)];
  }

  copy(): ControllerWeights {
    return new Map([...this.weights].map(([name, one]) => [name, { ...one, values: one.values.slice() }]));
  }

  send(gradients: ControllerWeights): void {
    this.#waiting.push(gradients);
    if (this.#waiting.length < this.#every) return;
    this.updates += 1;
    for (const [name, { values }] of this.weights) {
      values.forEach((value, i) => {
        const g = sum(this.#waiting.map((one) => one.get(name)?.values[i] ?? 0)) / this.#every;
        const [m, v] = this.#moments.map((one) => one.get(name)?.values ?? []) as [
          Float64Array,
          Float64Array,
        ];
        m[i] = 0.9 * (m[i] ?? 0) + 0.1 * g;
        v[i] = 0.999 * (v[i] ?? 0) + 0.001 * g * g;
        const [first, second] = [
          (m[i] ?? 0) / (1 - 0.9 ** this.updates),
          (v[i] ?? 0) / (1 - 0.999 ** this.updates),
        ];
        values[i] = value + (this.#rate * first) / (Math.sqrt(second) + 1e-8);
      });
    }
    this.#waiting = [];
  }
}

const cubed = (trial: number, seed: number): number => (1 - scoreOf(seed, trial).values[0] / 100) ** 3;

describe('parameter server', () => {
  const space = nasConvConfig(predictedStrides);
  const depthOf = (trial: number): number => 3 + 2 * Math.floor(trial / 20);
  const strided: readonly PlannedStep[] = [
    ...space.anchored.fields.map(({ name, choices }) => ({ kind: 'choice', field: name, choices }) as const),
    { kind: 'anchor' },
  ];
  const stepsOf = (trial: number) => Array.from({ length: depthOf(trial) }, () => strided).flat();
  const start = (seed: number): ControllerWeights =>
    initialWeights(strided, { units: 5, layers: 2, bound: 0.3, key: split(key(seed), 'controller') });
  const drawn = (policy: ControllerWeights, trial: number, seed: number): readonly number[] =>
    sampleSequence(policy, stepsOf(trial), draws(split(split(key(seed), 'trial'), trial))).actions;
  /** Decisions about layers that are there, without their number. */
  const actionsOf = (configuration: Configuration): readonly number[] =>
    configuration.filter((_, i) => i > 0 && space.isActive(configuration)[i]);
  const gradientOf = (
    policy: ControllerWeights,
    children: readonly {
      readonly trial: number;
      readonly actions: readonly number[];
      readonly advantage: number;
    }[],
  ): ControllerWeights => {
    const gradients = zerosLike(policy);
    for (const { trial, actions, advantage } of children) {
      const pass = followSequence(policy, stepsOf(trial), actions);
      backSequence(policy, gradients, pass, advantage / children.length);
    }
    return gradients;
  };

  test.each([1, 3])('one replica is a plain loop, with %d gradients for an update', (gradientsPerUpdate) => {
    const server = new PlainServer(start(5), gradientsPerUpdate, 0.05);
    let average = Number.NaN;
    const expected: (readonly number[])[] = [];
    while (expected.length < 60) {
      const children = Array.from({ length: 4 }, (_, c) => {
        const trial = expected.length + c;
        return { trial, actions: drawn(server.weights, trial, 5) };
      });
      expected.push(...children.map(({ actions }) => actions));
      const learned = children.map((child) => {
        const reward = cubed(child.trial, 5);
        const before = Number.isNaN(average) ? reward : average;
        average = 0.9 * before + 0.1 * reward;
        return { ...child, advantage: reward - before };
      });
      server.send(gradientOf(server.weights, learned));
    }
    const trials = runThrough(nasRl(space, options(5, { gradientsPerUpdate })), 5);
    expect(trials.map(({ architecture }) => actionsOf(architecture))).toEqual(expected);
    // It has moved by then: other weights give other architectures.
    const frozen = runThrough(nasRl(space, options(5, { gradientsPerUpdate: 1_000 })), 5);
    expect(trials.slice(-8)).not.toEqual(frozen.slice(-8));
  });

  test('the number of shards changes nothing', () => {
    const of = (shards: number) => runThrough(nasRl(space, options(6, { shards })), 6);
    expect(of(1)).toEqual(of(20));
    expect(of(1)).toEqual(of(500));
  });

  test('many replicas are a plain simulation of their events, staleness included', async () => {
    const [replicas, children, gradientsPerUpdate, count] = [3, 2, 2, 60];
    const seconds = (trial: number): number => 1 + draws(split(key(77), trial)).below(9);
    const crashes = (trial: number): boolean => trial % 11 === 5;

    // By events: who is free takes the next child; replicas hold copies of the weights.
    const server = new PlainServer(start(7), gradientsPerUpdate, 0.05);
    const state = Array.from({ length: replicas }, () => ({
      ...{ asked: 0, done: 0, policy: server.copy(), version: 0 },
      known: [] as { trial: number; actions: readonly number[]; advantage: number }[],
    }));
    const running: { worker: number; end: number; trial: number; replica: number }[] = [];
    const expected: (readonly number[])[] = [];
    const staleness: number[] = [];
    const free = Array.from({ length: replicas * children }, (_, w) => w);
    let [now, average] = [0, Number.NaN];
    for (;;) {
      while (free.length > 0 && expected.length < count) {
        const begun = state.findIndex(({ asked }) => asked > 0 && asked < children);
        const replica = begun >= 0 ? begun : state.findIndex(({ asked }) => asked === 0);
        const own = state[replica];
        if (!own) break;
        if (own.asked === 0) Object.assign(own, { policy: server.copy(), version: server.updates });
        own.asked += 1;
        const trial = expected.length;
        expected.push(drawn(own.policy, trial, 7));
        running.push({ worker: free.shift() ?? 0, end: now + seconds(trial), trial, replica });
      }
      running.sort((a, b) => a.end - b.end || a.worker - b.worker);
      const first = running.shift();
      if (!first) break;
      now = first.end;
      free.push(first.worker);
      free.sort((a, b) => a - b);
      const own = state[first.replica];
      if (!own) throw new Error('no such replica');
      own.done += 1;
      if (!crashes(first.trial)) {
        const reward = cubed(first.trial, 7);
        const before = Number.isNaN(average) ? reward : average;
        average = 0.9 * before + 0.1 * reward;
        own.known.push({
          ...{ trial: first.trial, actions: expected[first.trial] ?? [], advantage: reward - before },
        });
      }
      if (own.done === children) {
        if (own.known.length > 0) {
          staleness.push(server.updates - own.version);
          server.send(gradientOf(own.policy, own.known));
        }
        Object.assign(own, { asked: 0, done: 0, known: [] });
      }
    }

    const proposed: (readonly number[])[] = [];
    const schedule = new ReplicaSchedule({ replicas, children, gradientsPerUpdate });
    const replayed: number[] = [];
    const outcome = await runOnLogicalClock<Configuration, never>({
      method: nasRl(space, options(7, { replicas, children, gradientsPerUpdate })),
      evaluate: ({ number, architecture }) => {
        proposed.push(actionsOf(architecture));
        const score = crashes(number) ? crashScore : scoreOf(7, number);
        return { ok: true, value: { score, seconds: seconds(number), isValid: true } };
      },
      ...{ logicalWorkers: replicas * children, evaluations: count, simulatedSeconds: 0 },
      id: (configuration) => configuration.join(),
      onDecision: (decision) => {
        if (decision.event === 'start') schedule.start(decision.trial);
        else {
          const { gradient } = schedule.finish(decision.trial, !crashes(decision.trial));
          if (gradient) replayed.push(gradient.staleness);
        }
      },
    });
    expect(outcome.ok).toBe(true);
    expect(proposed).toEqual(expected);
    // The log of the search says again how old its gradients were.
    expect(replayed).toEqual(staleness);
    expect(Math.max(...staleness)).toBeGreaterThan(0);
    expect(Math.min(...staleness)).toBe(0);
  });

  test('one replica is never stale, and more are at most as stale as there are others', () => {
    const schedule = new ReplicaSchedule({ replicas: 4, children: 1, gradientsPerUpdate: 1 });
    const starts = Array.from({ length: 4 }, (_, trial) => schedule.start(trial));
    expect(starts).toEqual([0, 1, 2, 3].map((replica) => ({ replica, fetches: true })));
    expect(schedule.start(4)).toBeUndefined();
    const stale = [2, 0, 1, 3].map((trial) => schedule.finish(trial, true).gradient?.staleness);
    expect(stale).toEqual([0, 1, 2, 3]);
    expect(() => schedule.finish(2, true)).toThrow('Expected a trial that is under way, got trial 2');
    // Nothing to learn, nothing to send.
    schedule.start(5);
    expect(schedule.finish(5, false)).toEqual({ replica: 0, isLast: true, gradient: null });
  });
});

describe('depth', () => {
  test('two layers join every so many architectures, up to the most of the space', () => {
    const space = nasConvConfig(fixedStrides);
    const depths = (rest: Partial<NasRlOptions>) =>
      runThrough(decoded(nasRl(space, options(1, rest)), space), 1, { limit: 50 }).map(
        ({ architecture }) => architecture.layers.length,
      );
    const grown = Array.from({ length: 50 }, (_, n) => Math.min(20, 6 + 2 * Math.floor(n / 5)));
    expect(depths({ initialLayers: 6, layersStep: 2, layersEvery: 5 })).toEqual(grown);
    expect(new Set(depths({ initialLayers: 4, layersEvery: 0 }))).toEqual(new Set([4]));
    expect(grown.at(-1)).toBe(20);
  });
});

const orderMatters = 'the baseline and the gradients of replicas depend on the order of telling';
const small = nasConvConfig(fixedStrides);
const cells = nasbench1shot1Config(1);
describeMethod('NAS with reinforcement learning on convolutional networks', {
  make: (seed) => decoded(nasRl(small, options(seed, { replicas: 3 })), small),
  problems: (genotype) => genotypeProblems(fixedStrides, genotype),
  orderMatters,
  epochs: [50],
});
describeMethod('NAS with reinforcement learning on NAS-Bench-1Shot1', {
  make: (seed) => decoded(nasRl(cells, options(seed, { replicas: 2 })), cells),
  problems: nasbench1shot1(1).validate,
  orderMatters,
  epochs: [50],
});
describeMethod('the uniform policy', {
  make: (seed) => decoded(nasRl(small, options(seed, { replicas: 8, policy: 'uniform' })), small),
  problems: (genotype) => genotypeProblems(fixedStrides, genotype),
  epochs: [50],
});

test('it learns what decisions are worth, and which layers to connect', () => {
  const space = nasConvConfig(fixedStrides);
  const method = nasRl(
    space,
    options(3, {
      units: 12,
      initialLayers: 4,
      layersEvery: 0,
      policyLearningRate: 0.02,
      children: 5,
      replicas: 2,
    }),
  );
  const seen: number[] = [];
  for (let i = 0; i < 900; i += 1) {
    const trial = method.ask();
    if (trial === 'wait' || trial === undefined) throw new Error('the method ended');
    const { layers: made } = space.decode(trial.architecture);
    // Wide filters, and no layer joined to another.
    const wrong = sum(made.map(({ filter, inputs }) => (filter[1] === 7 ? 0 : 1) + inputs.length));
    seen.push(wrong);
    method.tell(trial, errorScore(5 * wrong, wrong));
  }
  const mean = (values: readonly number[]): number => sum(values) / values.length;
  // By chance 4 * 3/4 + 6/2.
  expect(mean(seen.slice(0, 50))).toBeGreaterThan(5);
  expect(mean(seen.slice(-100))).toBeLessThan(2);
});

test('parameters of any space are decided in turn, those of one field sharing what they learn', () => {
  const space: ConfigSpace<Configuration> = {
    name: 'listed',
    parameters: [categorical('a', 3), categorical('b', 2)],
    decode: (configuration) => configuration,
  };
  for (const trial of runThrough(nasRl(space, options(2)), 2, { limit: 20 })) {
    expect(trial.architecture).toHaveLength(2);
    expect([0, 1, 2]).toContain(trial.architecture[0]);
  }
});
