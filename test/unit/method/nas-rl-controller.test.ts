/** The controller with anchors and its gradient: float64 vectors made elsewhere, and enumeration. */
import { describe, expect, test } from 'vitest';
import {
  backSequence,
  controllerShapes,
  followSequence,
  initialWeights,
  type PlannedStep,
  sampleSequence,
} from '../../../experiments/method/nas-rl/controller.ts';
import { policyGradient } from '../../../experiments/method/nas-rl/nas-rl.ts';
import { rewardOf } from '../../../experiments/method/nas-rl/reward.ts';
import { type ControllerWeights, zerosLike } from '../../../experiments/method/ppo/controller.ts';
import { lstmStep } from '../../../experiments/method/ppo/lstm.ts';
import type { Matrix } from '../../../experiments/method/ppo/matrix.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { nasConvConfig } from '../../../experiments/space/nas-conv/decisions.ts';
import { fixedStrides } from '../../../experiments/space/nas-conv/form.ts';
import { expectClose, goldenVectors, matrixOf } from '../../util/golden-vectors.ts';
import { errorScore } from './error-score.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const golden = goldenVectors('nas_conv_controller');
const names: Readonly<Record<string, string>> = {
  w_lstm0: 'lstm.0',
  w_lstm1: 'lstm.1',
  start: 'start',
  emb_fh: 'embedding.filterHeight',
  soft_fh: 'softmax.filterHeight.4',
  emb_fw: 'embedding.filterWidth',
  soft_fw: 'softmax.filterWidth.4',
  emb_nf: 'embedding.filters',
  soft_nf: 'softmax.filters.4',
  emb_anchor: 'embedding.anchor',
  W_prev: 'anchor.previous',
  W_curr: 'anchor.current',
  v: 'anchor.query',
};
const named = (matrices: Record<string, number[][]>): ControllerWeights =>
  new Map(Object.entries(matrices).map(([name, rows]) => [names[name] ?? name, matrixOf(rows)]));
const weights = named(golden.weights);
const { anchored } = nasConvConfig(fixedStrides);
const layer: readonly PlannedStep[] = [
  ...anchored.fields.map(({ name, choices }) => ({ kind: 'choice', field: name, choices }) as const),
  { kind: 'anchor' },
];
const layers = (count: number): readonly PlannedStep[] => Array.from({ length: count }, () => layer).flat();
const likelihood = (of: ControllerWeights, steps: readonly PlannedStep[], actions: readonly number[]) =>
  sum(followSequence(of, steps, actions).logProbabilities);

/** Every list of actions of so many layers. */
function everything(count: number): readonly (readonly number[])[] {
  const choices = Array.from({ length: count }, (_, l) => [
    ...anchored.fields.map(({ choices: among }) => among),
    ...Array.from({ length: l }, () => 2),
  ]).flat();
  return choices.reduce<readonly (readonly number[])[]>(
    (lists, among) => lists.flatMap((list) => Array.from({ length: among }, (_, a) => [...list, a])),
    [[]],
  );
}

describe('controller', () => {
  test('has the shapes of the vectors, and the number of weights that they count for the paper', () => {
    const shapes = [...weights].map(([name, { rows, columns }]) => [name, [rows, columns]]);
    const found = controllerShapes(layer, { units: 3, layers: 2 });
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(shapes));
    const paper = [...controllerShapes(layer, { units: 35, layers: 2 }).values()];
    expect(sum(paper.map(([rows, columns]) => rows * columns))).toBe(22_995);
  });

  test('an LSTM step is that of the vectors', () => {
    const { W_rows_2H_cols_4H: w, x, h_prev, c_prev, c_next, h_next } = goldenVectors('lstm_step');
    const { after } = lstmStep(matrixOf(w), Float64Array.from(x), {
      ...{ hidden: Float64Array.from(h_prev), memory: Float64Array.from(c_prev) },
    });
    expectClose(after.hidden, h_next, 12);
    expectClose(after.memory, c_next, 12);
  });

  test('every decision and every connection has the probability of the vectors', () => {
    const actions: readonly number[] = golden.arc.flat();
    const pass = followSequence(weights, layers(3), actions);
    expect(pass.actions).toEqual(actions);
    expect(golden.steps).toHaveLength(12);
    expectClose(
      pass.logProbabilities,
      golden.steps.map(({ logp }: { logp: number }) => logp),
      12,
    );
    expect(sum(pass.logProbabilities)).toBeCloseTo(golden.logp_total, 11);
    expect(pass.steps.flatMap((step) => (step.kind === 'anchor' ? step.connections : []))).toHaveLength(3);
  });

  test('the gradient of every weight is that of the vectors', () => {
    const gradients = zerosLike(weights);
    backSequence(weights, gradients, followSequence(weights, layers(3), golden.arc.flat()), 1);
    const expected = named(golden.grad_logp);
    expect([...expected.keys()].sort()).toEqual([...gradients.keys()].sort());
    for (const [name, { values }] of gradients) expectClose(values, expected.get(name)?.values ?? [], 13);
  });

  test('probabilities of all architectures of two layers sum to one', () => {
    const all = everything(2);
    expect(all).toHaveLength(golden.enumeration.n);
    const total = sum(all.map((actions) => Math.exp(likelihood(weights, layers(2), actions))));
    expect(total).toBeCloseTo(1, 12);
  });

  test('its gradient is that of finite differences, choices that took no part left out', () => {
    const steps: readonly PlannedStep[] = [
      { kind: 'choice', field: 'a', choices: 3 },
      { kind: 'choice', field: 'b', choices: 2 },
      { kind: 'choice', field: 'a', choices: 3 },
    ];
    const small = initialWeights(steps, { units: 3, layers: 3, bound: 0.9, key: key(8) });
    const isActive = [true, false, true];
    const value = (): number =>
      0.7 * sum(followSequence(small, steps, [2, 1, 0]).logProbabilities.filter((_, i) => isActive[i]));
    const gradients = zerosLike(small);
    backSequence(small, gradients, followSequence(small, steps, [2, 1, 0]), 0.7, isActive);
    for (const [name, { values }] of small) {
      values.forEach((kept, i) => {
        values[i] = kept + 1e-5;
        const above = value();
        values[i] = kept - 1e-5;
        const below = value();
        values[i] = kept;
        expect(gradients.get(name)?.values[i]).toBeCloseTo((above - below) / 2e-5, 7);
      });
    }
  });

  test('sequences are drawn as often as they are likely', () => {
    const steps: readonly PlannedStep[] = [
      ...([{ kind: 'choice', field: 'a', choices: 2 }, { kind: 'anchor' }] as const),
      ...([{ kind: 'choice', field: 'a', choices: 2 }, { kind: 'anchor' }] as const),
    ];
    const drawing = initialWeights(steps, { units: 3, layers: 2, bound: 2, key: key(4) });
    const all = [0, 1].flatMap((a) => [0, 1].flatMap((b) => [0, 1].map((c) => [a, b, c])));
    const likely = all.map((actions) => Math.exp(likelihood(drawing, steps, actions)));
    expect(sum(likely)).toBeCloseTo(1, 12);
    const times = 4_000;
    const counts = new Map<string, number>();
    for (let i = 0; i < times; i += 1) {
      const name = sampleSequence(drawing, steps, draws(split(key(6), i))).actions.join();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    all.forEach((actions, i) => {
      const p = likely[i] ?? 0;
      const spread = 5 * Math.sqrt(times * p * (1 - p));
      expect(Math.abs((counts.get(actions.join()) ?? 0) - times * p)).toBeLessThan(spread);
    });
  });
});

describe('REINFORCE', () => {
  const bandit = goldenVectors('reinforce_bandit');
  const steps: readonly PlannedStep[] = [{ kind: 'choice', field: 'arm', choices: 4 }];
  const start = initialWeights(steps, { units: 3, layers: 2, bound: 1, key: key(2) });
  const [top] = followSequence(start, steps, [0]).steps.map(({ lstm }) => lstm.at(-1)?.after.hidden ?? []);
  const hidden = Array.from(top ?? []);
  const square = sum(hidden.map((h) => h * h));
  /** A softmax whose logits are those of the bandit. */
  const head = matrixOf(hidden.map((h) => bandit.theta.map((theta: number) => (h * theta) / square)));
  const policy: ControllerWeights = new Map([...start, ['softmax.arm.4', head]]);

  test.each([
    [0, 'grad_estimate_b0'],
    [0.4, 'grad_estimate_b0p4'],
  ] as const)('with a baseline of %d its gradient is that of the vectors', (baseline, name) => {
    const children = bandit.sampled_actions.map((arm: number) => ({
      ...{ steps, actions: [arm], isActive: undefined, advantage: bandit.reward[arm] - baseline },
    }));
    const found = policyGradient(policy, children).get('softmax.arm.4');
    expectClose(
      found?.values ?? [],
      hidden.flatMap((h) => bandit[name].map((g: number) => h * g)),
      12,
    );
  });

  test('its mean is the gradient of the expected reward, whatever the baseline', () => {
    const reward = (actions: readonly number[]): number => (actions.join('').length * (actions[0] ?? 0)) % 3;
    const all = everything(1);
    const expected = (): number =>
      sum(all.map((actions) => Math.exp(likelihood(weights, layer, actions)) * reward(actions)));
    for (const baseline of [0, 0.4, -3]) {
      const mean = zerosLike(weights);
      for (const actions of all) {
        const chance = Math.exp(likelihood(weights, layer, actions));
        const pass = followSequence(weights, layer, actions);
        backSequence(weights, mean, pass, chance * (reward(actions) - baseline));
      }
      for (const name of ['lstm.0', 'embedding.filterHeight', 'softmax.filterWidth.4']) {
        const { values } = weights.get(name) as Matrix;
        for (const i of [0, 3, 7]) {
          const kept = values[i] as number;
          values[i] = kept + 1e-5;
          const above = expected();
          values[i] = kept - 1e-5;
          const below = expected();
          values[i] = kept;
          expect(mean.get(name)?.values[i]).toBeCloseTo((above - below) / 2e-5, 7);
        }
      }
    }
  });

  test('rewards are the accuracy cubed, and a scale over the square of a perplexity', () => {
    const cubed = { rewardExponent: 3, rewardScale: 80 };
    expect(rewardOf(errorScore(20, 1), cubed)).toBeCloseTo(0.512, 14);
    expect(rewardOf(errorScore(100, 1), { ...cubed, rewardExponent: 0.5 })).toBe(0);
    const perplexity = { name: 'perplexity', goal: 'minimize', worst: Number.POSITIVE_INFINITY } as const;
    const score = { objectives: [perplexity], values: [20] } as const;
    expect(rewardOf(score, { ...cubed, rewardExponent: 2 })).toBeCloseTo(80 / 400, 14);
    const gain = { name: 'gain', goal: 'maximize', worst: Number.NEGATIVE_INFINITY } as const;
    expect(rewardOf({ objectives: [gain], values: [-2] }, cubed)).toBe(-8);
  });
});
