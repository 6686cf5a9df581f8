/** The controller of NASNet against float64 vectors made elsewhere, finite differences and enumeration; then as a method. */
import { describe, expect, test } from 'vitest';
import { decoded } from '../../../experiments/method/decoded.ts';
import { AdamAscent } from '../../../experiments/method/ppo/adam.ts';
import { Baseline } from '../../../experiments/method/ppo/baseline.ts';
import { clippedObjective } from '../../../experiments/method/ppo/clipped-objective.ts';
import {
  backSequence,
  type ControllerWeights,
  controllerShapes,
  followSequence,
  initialWeights,
  sampleSequence,
  zerosLike,
} from '../../../experiments/method/ppo/controller.ts';
import { lstmStep } from '../../../experiments/method/ppo/lstm.ts';
import { matrix } from '../../../experiments/method/ppo/matrix.ts';
import { ppo } from '../../../experiments/method/ppo/ppo.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import {
  type ConfigSpace,
  type Configuration,
  categorical,
} from '../../../experiments/space/config-space.ts';
import { nasbench1shot1Config } from '../../../experiments/space/nasbench1shot1/config.ts';
import { nasbench1shot1 } from '../../../experiments/space/nasbench1shot1/space.ts';
import { nasnetConfig } from '../../../experiments/space/nasnet/decisions.ts';
import { nasnet } from '../../../experiments/space/nasnet/space.ts';
import { expectClose, goldenVectors, matrixOf } from '../../util/golden-vectors.ts';
import { describeMethod, runThrough } from './describe-method.ts';
import { errorScore } from './error-score.ts';

const golden = goldenVectors('nasnet_controller');
const config = nasnetConfig(2);
const decisions = config.parameters.map((parameter, i) => ({
  ...{ field: config.fields[i] ?? '', choices: 'choices' in parameter ? parameter.choices : 0 },
}));
const names: Readonly<Record<string, string>> = {
  w_lstm: 'lstm',
  start: 'start',
  emb_state: 'embedding.state',
  emb_op: 'embedding.operation',
  emb_comb: 'embedding.combination',
  soft_state_0: 'softmax.state.2',
  soft_state_1: 'softmax.state.3',
  soft_op: 'softmax.operation.13',
  soft_comb: 'softmax.combination.2',
};
const weights: ControllerWeights = new Map(
  Object.entries<number[][]>(golden.weights).map(([name, rows]) => [names[name] ?? name, matrixOf(rows)]),
);
/** In the order of the golden steps: the two states and operations of a block, then the combination. */
const actions: readonly number[] = golden.cells.flat(2);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('controller', () => {
  test('has the shapes of the vectors, and the number of weights that they count for the paper', () => {
    const shapes = Object.fromEntries(
      [...weights].map(([name, { rows, columns }]) => [name, [rows, columns]]),
    );
    expect(Object.fromEntries(controllerShapes(decisions, 3))).toEqual(shapes);
    const paper = nasnetConfig(5);
    expect(paper.parameters).toHaveLength(50);
    const of100 = paper.parameters.map((parameter, i) => ({
      ...{ field: paper.fields[i] ?? '', choices: 'choices' in parameter ? parameter.choices : 0 },
    }));
    expect(sum([...controllerShapes(of100, 100).values()].map(([rows, columns]) => rows * columns))).toBe(
      85_700,
    );
  });

  test('an LSTM step is that of the vectors', () => {
    const lstm = goldenVectors('lstm_step');
    const { after } = lstmStep(matrixOf(lstm.W_rows_2H_cols_4H), Float64Array.from(lstm.x), {
      hidden: Float64Array.from(lstm.h_prev),
      memory: Float64Array.from(lstm.c_prev),
    });
    expectClose(after.hidden, lstm.h_next, 12);
    expectClose(after.memory, lstm.c_next, 12);
  });

  test('every decision of a sequence has the probability of the vectors', () => {
    const { logProbabilities, entropies } = followSequence(weights, decisions, actions);
    expect(golden.steps).toHaveLength(golden.n_softmaxes);
    expect(decisions.map(({ choices }) => choices)).toEqual(
      golden.steps.map(({ n_choices }: { n_choices: number }) => n_choices),
    );
    expectClose(
      logProbabilities,
      golden.steps.map(({ logp }: { logp: number }) => logp),
      12,
    );
    expect(sum(logProbabilities)).toBeCloseTo(golden.logp_total, 10);
    expect(sum(entropies)).toBeCloseTo(golden.entropy_exact_conditional_sum, 10);
  });

  test('its gradient is that of finite differences, for every weight, decisions left out included', () => {
    const factors = { ofLogProbability: 0.7, ofEntropy: 0.3 };
    const isActive = actions.map((_, i) => i % 7 !== 2);
    const value = (): number => {
      const { logProbabilities, entropies } = followSequence(weights, decisions, actions);
      const active = (all: readonly number[]): number => sum(all.filter((_, i) => isActive[i]));
      return factors.ofLogProbability * active(logProbabilities) + factors.ofEntropy * active(entropies);
    };
    const gradients = zerosLike(weights);
    backSequence(weights, gradients, followSequence(weights, decisions, actions), factors, isActive);
    const step = 1e-5;
    for (const [name, { values }] of weights) {
      const found = gradients.get(name)?.values ?? [];
      values.forEach((kept, i) => {
        values[i] = kept + step;
        const above = value();
        values[i] = kept - step;
        const below = value();
        values[i] = kept;
        expect(found[i]).toBeCloseTo((above - below) / (2 * step), 7);
      });
    }
    expect(
      sum([...gradients.values()].flatMap(({ values }) => Array.from(values, Math.abs))),
    ).toBeGreaterThan(1);
  });

  test('sequences are drawn as often as they are likely', () => {
    const small = [
      { field: 'a', choices: 2 },
      { field: 'b', choices: 3 },
    ];
    const drawing = initialWeights(small, { units: 3, bound: 2, key: key(4) });
    const all = [0, 1].flatMap((a) => [0, 1, 2].map((b) => [a, b]));
    const likely = all.map((sequence) =>
      Math.exp(sum(followSequence(drawing, small, sequence).logProbabilities)),
    );
    expect(sum(likely)).toBeCloseTo(1, 12);
    const times = 4_000;
    const counts = new Map<string, number>();
    for (let i = 0; i < times; i += 1) {
      const { steps } = sampleSequence(drawing, small, draws(split(key(6), i)));
      const name = steps.map(({ action }) => action).join();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    all.forEach((sequence, i) => {
      const p = likely[i] ?? 0;
      const spread = 5 * Math.sqrt(times * p * (1 - p));
      expect(Math.abs((counts.get(sequence.join()) ?? 0) - times * p)).toBeLessThan(spread);
    });
  });
});

describe('policy optimisation', () => {
  const bandit = goldenVectors('reinforce_bandit');

  test('the clipped objective and its gradient are those of the vectors', () => {
    const toy = golden.ppo_clip_toy;
    const samples = toy.reward.map((reward: number, i: number) => ({
      logProbability: toy.logp_new[i],
      oldLogProbability: toy.logp_old[i],
      advantage: reward - toy.baseline,
    }));
    const { objective, gradient } = clippedObjective(samples, toy.clip_eps);
    expect(objective).toBeCloseTo(toy.objective, 12);
    expectClose(gradient, toy.grad_wrt_logp_new, 12);
  });

  test('where old and new policy are one, the gradient is that of REINFORCE', () => {
    const advantages: readonly number[] = bandit.sampled_actions.map((a: number) => bandit.reward[a] - 0.4);
    const logs: readonly number[] = bandit.sampled_actions.map((a: number) => Math.log(bandit.probs[a]));
    const { gradient } = clippedObjective(
      advantages.map((advantage, i) => {
        return { logProbability: logs[i] ?? 0, oldLogProbability: logs[i] ?? 0, advantage };
      }),
      0.2,
    );
    const onLogits = bandit.probs.map((p: number, j: number) =>
      sum(gradient.map((g, i) => g * ((bandit.sampled_actions[i] === j ? 1 : 0) - p))),
    );
    expectClose(onLogits, bandit.grad_estimate_b0p4, 12);
  });

  test('the baseline is the average of the rewards before, from the first one', () => {
    const baseline = new Baseline(0.95);
    const { rewards, initfirst_decay095 } = bandit.ema;
    const found = rewards.map((reward: number) => [baseline.advantage(reward), baseline.average]);
    expectClose(
      found.map(([, average]: number[]) => average ?? Number.NaN),
      initfirst_decay095,
      12,
    );
    expectClose(
      found.map(([advantage]: number[]) => advantage ?? Number.NaN),
      rewards.map((reward: number, i: number) => (i === 0 ? 0 : reward - initfirst_decay095[i - 1])),
      12,
    );
  });

  test('two steps of Adam are those of the vectors', () => {
    const theta = matrix(1, 4, Float64Array.from(bandit.theta));
    const optimizer = new AdamAscent(new Map([['theta', theta]]));
    const gradient = matrix(1, 4, Float64Array.from(bandit.grad_estimate_b0p4));
    for (const expected of bandit.adam_two_steps_lr6e4_on_minus_estimate_b0p4) {
      optimizer.step(new Map([['theta', gradient]]), 6e-4);
      expectClose(theta.values, expected, 12);
    }
  });
});

const options = (seed: number) => ({
  ...{ epochs: 108, key: key(seed), units: 8, initialBound: 0.1, policyLearningRate: 0.02, policyBatch: 6 },
  ...{ baselineMomentum: 0.9, entropyWeight: 0.001, clipRange: 0.2, policyEpochs: 3 },
});
const orderMatters = 'scores join batches and the baseline in the order of telling';
const cells = nasnetConfig(5);
const space1 = nasbench1shot1Config(1);
describeMethod('PPO on NASNet', {
  make: (seed) => decoded(ppo(cells, options(seed)), cells),
  problems: nasnet().validate,
  orderMatters,
  epochs: [108],
});
describeMethod('PPO on NAS-Bench-1Shot1', {
  make: (seed) => decoded(ppo(space1, options(seed)), space1),
  problems: nasbench1shot1(1).validate,
  orderMatters,
  epochs: [108],
});

test('it learns what decisions are worth, the later ones given the earlier, and leaves chance behind', () => {
  const choices = 4;
  const space: ConfigSpace<Configuration> = {
    name: 'copied',
    parameters: Array.from({ length: 6 }, (_, i) => categorical(`decision ${i}`, choices)),
    decode: (configuration) => configuration,
  };
  /** Errors: decisions that do not repeat the one before. Independent decisions cannot learn it for a free first one. */
  const errors = (configuration: Configuration): number =>
    configuration.filter((value, i) => i > 0 && value !== configuration[i - 1]).length;
  const method = ppo(space, { ...options(1), units: 12, policyBatch: 10, entropyWeight: 0.003 });
  const seen: number[] = [];
  for (let i = 0; i < 1_200; i += 1) {
    const trial = method.ask();
    if (trial === 'wait' || trial === undefined) throw new Error('the method ended');
    const wrong = errors(trial.architecture);
    seen.push(wrong);
    method.tell(trial, errorScore(10 * wrong, wrong));
  }
  const mean = (values: readonly number[]): number => sum(values) / values.length;
  // By chance 5 * 3/4.
  expect(mean(seen.slice(0, 50))).toBeGreaterThan(3);
  expect(mean(seen.slice(-100))).toBeLessThan(1);
});

test('trials under way when the policy moves are corrected for, not lost', () => {
  const method = ppo(cells, options(2));
  const trials = runThrough(method, 2, { width: 5, limit: 25 });
  expect(trials.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, i) => i));
});
