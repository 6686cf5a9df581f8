/** The controllers of the ENAS macro and micro spaces against golden numbers, enumerations and their own sums. */
import { describe, expect, test } from 'vitest';
import type { ControllerWeights } from '../../../experiments/oneshot/bench1shot1/controller/controller-pass.ts';
import { Matrix } from '../../../experiments/oneshot/bench1shot1/controller/tape.ts';
import {
  type MacroControllerWeights,
  macroController,
  macroWeights,
} from '../../../experiments/oneshot/enas-macro/controller/macro-controller.ts';
import {
  microController,
  microWeights,
} from '../../../experiments/oneshot/enas-micro/controller/micro-controller.ts';
import { ControllerAdam } from '../../../experiments/oneshot/enas-search/adam.ts';
import type { Controller } from '../../../experiments/oneshot/enas-search/controller.ts';
import { Policy } from '../../../experiments/oneshot/enas-search/policy.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { decisionsOf as macroDecisions } from '../../../experiments/space/enas-macro/decisions.ts';
import { decisionsOf as microDecisions } from '../../../experiments/space/enas-micro/decisions.ts';
import { operations } from '../../../experiments/space/enas-micro/operations.ts';
import { goldenVectors } from '../../util/golden-vectors.ts';

const macro = goldenVectors('enas_macro_controller');
const micro = goldenVectors('enas_micro_controller');

const matrix = (rows: readonly (readonly number[])[]): Matrix =>
  new Matrix(rows.length, rows[0]?.length ?? 0, rows.flat());
const goldenNames = {
  lstm: 'w_lstm',
  start: 'g_emb',
  operations: 'w_emb',
  operationLogits: 'w_soft',
  keys: 'w1',
  queries: 'w2',
  attention: 'v',
} as const;

const macroGoldenWeights = (): MacroControllerWeights =>
  Object.fromEntries(
    Object.entries(goldenNames).map(([name, own]) => [name, matrix(macro.weights[own])]),
  ) as unknown as MacroControllerWeights;

/** Decides as it is told. */
const following = (decisions: readonly number[]) => {
  let at = 0;
  return () => decisions[at++] ?? Number.NaN;
};

interface Golden {
  readonly temperature: number | null;
  readonly tanh_constant: number;
  readonly arc: readonly (readonly number[])[];
  readonly steps: readonly { readonly probs?: number[]; readonly p_connect_softmax?: number[] }[];
  readonly logp_total: number;
  readonly entropy_sampled_estimator: number;
  readonly skip_kl_mean: number;
  readonly n_arcs: number;
  readonly expected_toy_reward: number;
  readonly grad_expected_toy_reward: Gradient;
  readonly train: Readonly<
    Record<
      | 'valid_acc'
      | 'entropy_weight'
      | 'skip_weight'
      | 'baseline_decay'
      | 'baseline_after_update'
      | 'loss_using_old_baseline_0',
      number
    >
  > & { readonly grad_loss_old_baseline: Gradient };
}

type Gradient = Readonly<Record<string, readonly (readonly number[])[]>>;

function expectGradients(
  weights: Readonly<Record<string, Matrix>>,
  expected: Gradient,
  names: Readonly<Record<string, string>>,
) {
  for (const [name, own] of Object.entries(names)) {
    const values = (expected[own] ?? []).flat();
    expect(values.length).toBe(weights[name]?.values.length);
    const scale = Math.max(...values.map(Math.abs));
    values.forEach((value, i) => {
      const found = weights[name]?.gradient[i] ?? Number.NaN;
      expect(Math.abs(found - value)).toBeLessThan(1e-9 * Math.max(scale, 1e-3));
    });
  }
}

describe.each(macro.cases as readonly Golden[])('macro, at temperature $temperature', (golden) => {
  const { temperature, tanh_constant: tanhConstant, arc } = golden;
  const shaping = { temperature: temperature ?? 1, tanhConstant, skipTarget: 0.4 };
  const controllerOf = (weights: MacroControllerWeights) => macroController(weights, shaping, 3);
  const close = (found: number, expected: number) => {
    expect(Math.abs(found - expected)).toBeLessThan(1e-9);
  };

  test('every decision has the probabilities of the golden', () => {
    const seen: number[][] = [];
    const follow = following(arc.flat());
    controllerOf(macroGoldenWeights()).write((probabilities) => {
      seen.push([...probabilities]);
      return follow();
    });
    const expected = golden.steps.flatMap(({ probs, p_connect_softmax: yes }) =>
      probs ? [probs] : (yes ?? []).map((p) => [1 - p, p]),
    );
    expect(seen.length).toBe(expected.length);
    expected.flat().forEach((value: number, i: number) => {
      close(seen.flat()[i] ?? Number.NaN, value);
    });
  });

  test('a sequence has the golden log-probability, entropy and penalty', () => {
    const written = controllerOf(macroGoldenWeights()).write(following(arc.flat()));
    expect(macroDecisions(written.architecture)).toEqual(arc.flat());
    close(written.logProbability, golden.logp_total);
    close(written.entropy, golden.entropy_sampled_estimator);
    close(written.penalty, golden.skip_kl_mean);
  });

  test('over all 512 architectures probabilities sum to 1, and the exact gradient of the expected reward is golden', () => {
    const weights = macroGoldenWeights();
    const controller = controllerOf(weights);
    let [sum, expectedReward, count] = [0, 0, 0];
    for (const decisions of everyArc()) {
      const written = controller.write(following(decisions));
      const probability = Math.exp(written.logProbability);
      const reward = toyReward(decisions);
      sum += probability;
      expectedReward += probability * reward;
      count += 1;
      // backward follows the negative log-probability.
      written.backward(-probability * reward, 0);
    }
    expect(count).toBe(golden.n_arcs);
    close(sum, 1);
    close(expectedReward, golden.expected_toy_reward);
    expectGradients({ ...weights }, golden.grad_expected_toy_reward, goldenNames);
  });

  test('one step of learning has the golden loss, baseline and gradient, penalty included', () => {
    const weights = macroGoldenWeights();
    const { train } = golden;
    const policy = new Policy(controllerOf(weights), {
      ...{ controllerLearningRate: 0.001, controllerBatch: 1, baselineMomentum: train.baseline_decay },
      ...{ entropyWeight: train.entropy_weight, penaltyWeight: train.skip_weight },
    });
    const written = controllerOf(weights).write(following(arc.flat()));
    close(policy.learn(written, train.valid_acc), train.loss_using_old_baseline_0);
    close(policy.baseline, train.baseline_after_update);
    expectGradients({ ...weights }, train.grad_loss_old_baseline, goldenNames);
  });
});

describe('micro', () => {
  const names = { ...goldenNames, operationBias: 'b_soft' } as const;
  const shaping = { temperature: 1, tanhConstant: 1.1, operationTanhReduction: 2.5 };
  const weightsOf = (): ControllerWeights =>
    Object.fromEntries(
      Object.entries(names).map(([name, own]) => [name, matrix(micro.weights[own])]),
    ) as unknown as ControllerWeights;
  // The released sequence is node, operation, node, operation; nodes are decided first.
  const decided = (tokens: readonly number[]) =>
    Array.from({ length: tokens.length / 4 }, (_, i) => {
      const [from = 0, first = 0, other = 0, second = 0] = tokens.slice(4 * i, 4 * (i + 1));
      return [from, other, first, second];
    }).flat();
  const decisions = [...decided(micro.normal), ...decided(micro.reduce)];

  test('a sequence has the golden log-probabilities, entropy and gradient', () => {
    const weights = weightsOf();
    const probabilities: number[] = [];
    const follow = following(decisions);
    const written = microController(weights, shaping, 2).write((of) => {
      const index = follow();
      probabilities.push(Math.log(of[index] ?? Number.NaN));
      return index;
    });
    expect(microDecisions(written.architecture)).toEqual(decisions);
    expect(probabilities).toHaveLength(micro.steps.length);
    micro.steps.forEach(({ logp }: { logp: number }, i: number) => {
      expect(Math.abs((probabilities[i] ?? Number.NaN) - logp)).toBeLessThan(1e-9);
    });
    expect(Math.abs(written.logProbability - micro.logp_total)).toBeLessThan(1e-9);
    expect(Math.abs(written.entropy - micro.entropy_exact_conditional_sum)).toBeLessThan(1e-9);
    written.backward(1, 1);
    expectGradients({ ...weights }, micro.grad_nll, names);
  });

  test('over all pairs of cells of one node probabilities sum to 1', () => {
    const controller = microController(weightsOf(), shaping, 1);
    let [sum, count] = [0, 0];
    for (const normal of everyNode())
      for (const reduce of everyNode()) {
        sum += Math.exp(controller.write(following([...normal, ...reduce])).logProbability);
        count += 1;
      }
    expect(count).toBe((2 * 2 * 5 * 5) ** 2);
    expect(Math.abs(sum - 1)).toBeLessThan(1e-9);
  });
});

test('the controllers are as large as the released ones', () => {
  const size = (weights: object) =>
    Object.values(weights as Record<string, Matrix>).reduce((sum, { values }) => sum + values.length, 0);
  expect(size(macroWeights(key(1), { units: 64, bound: 0.1 }))).toBe(41_856);
  const weights = microWeights(key(1), { units: 64, bound: 0.1 });
  expect(size(weights)).toBe(41_733);
  expect([...weights.operationBias.values]).toEqual([10, 10, 0, 0, 0]);
  expect(Math.max(...weights.lstm.values)).toBeLessThanOrEqual(0.1);
  expect(Math.min(...weights.lstm.values)).toBeLessThan(-0.09);
});

test('Adam without momentum takes a step of the rate over the corrected root', () => {
  const one = new Matrix(1, 2, [1, 1]);
  const adam = new ControllerAdam([one]);
  one.gradient.set([0.5, -2]);
  adam.step(0.01);
  // Square 0.001 g^2, rate times sqrt(0.001).
  [0.5, -2].forEach((slope, i) => {
    const root = Math.sqrt(0.001);
    const expected = 1 - (0.01 * root * slope) / (root * Math.abs(slope) + 1e-3);
    expect(one.values[i]).toBeCloseTo(expected, 12);
  });
  expect([...one.gradient]).toEqual([0, 0]);
});

test.each(['macro', 'micro'] as const)('the %s policy learns to choose what is rewarded', async (name) => {
  const settings = {
    controllerLearningRate: 0.02,
    controllerBatch: 5,
    entropyWeight: 0,
    penaltyWeight: 0,
    baselineMomentum: 0.9,
  };
  const sizes = { units: 16, bound: 0.5 };
  const likes = async <A>(controller: Controller<A>, share: (architecture: A) => number) => {
    const policy = new Policy(controller, settings);
    const mean = () => {
      const sample = policy.sampler(key(7));
      return Array.from({ length: 100 }, () => share(sample())).reduce((sum, value) => sum + value / 100, 0);
    };
    const before = mean();
    const source = draws(key(8));
    for (let i = 0; i < 40; i += 1) await policy.step(source, async (architecture) => share(architecture));
    return [before, mean()] as const;
  };
  const shaping = { temperature: 1, tanhConstant: 2.5, skipTarget: 0.4, operationTanhReduction: 1 };
  const [before, after] =
    name === 'macro'
      ? await likes(
          macroController(macroWeights(key(1), sizes), shaping, 4),
          ({ layers }) => layers.filter(({ operation }) => operation === 'max_pool_3x3').length / 4,
        )
      : await likes(
          microController(microWeights(key(1), sizes), shaping, 2),
          ({ normal }) => normal.flat().filter(([, node]) => node === 0).length / 4,
        );
  expect(after).toBeGreaterThan(before + 0.25);
});

function* everyArc(): Generator<readonly number[]> {
  for (const first of [0, 1, 2, 3])
    for (const second of [0, 1, 2, 3])
      for (const bit of [0, 1])
        for (const third of [0, 1, 2, 3])
          for (const one of [0, 1]) for (const other of [0, 1]) yield [first, second, bit, third, one, other];
}

const toyReward = ([first, , bit = 0, third = 0, one = 0, other = 0]: readonly number[]): number =>
  0.5 + (first === 2 ? 0.1 : 0) + 0.2 * bit - 0.05 * third + 0.03 * one - 0.02 * other;

function* everyNode(): Generator<readonly number[]> {
  for (const from of [0, 1])
    for (const other of [0, 1])
      for (const first of operations.keys())
        for (const second of operations.keys()) yield [from, other, first, second];
}
