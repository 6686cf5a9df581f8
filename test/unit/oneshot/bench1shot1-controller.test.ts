import { describe, expect, test } from 'vitest';
import { Bench1Shot1Controller } from '../../../experiments/oneshot/bench1shot1/controller/bench1shot1-controller.ts';
import {
  allMatrices,
  ControllerPass,
  type ControllerWeights,
  type Pick,
} from '../../../experiments/oneshot/bench1shot1/controller/controller-pass.ts';
import { constant, Matrix, Tape } from '../../../experiments/oneshot/bench1shot1/controller/tape.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import type { Bench1Shot1Cell } from '../../../experiments/space/nasbench1shot1/cell.ts';
import type { SpaceNumber } from '../../../experiments/space/nasbench1shot1/layout.ts';
import { nasbench1shot1 } from '../../../experiments/space/nasbench1shot1/space.ts';
import micro from '../../fixtures/golden/rl/enas_micro_controller.json' with { type: 'json' };
import lstm from '../../fixtures/golden/rl/lstm_step.json' with { type: 'json' };

const shaping = { temperature: 1, tanhConstant: 1.1, operationTanhReduction: 2.5 };

const matrix = (rows: readonly (readonly number[])[]): Matrix =>
  new Matrix(rows.length, rows[0]?.length ?? 0, rows.flat());

const goldenWeights = (): ControllerWeights => ({
  lstm: matrix(micro.weights.w_lstm),
  start: matrix(micro.weights.g_emb),
  operations: matrix(micro.weights.w_emb),
  operationLogits: matrix(micro.weights.w_soft),
  operationBias: matrix(micro.weights.b_soft),
  keys: matrix(micro.weights.w1),
  queries: matrix(micro.weights.w2),
  attention: matrix(micro.weights.v),
});

/** Two cells of two blocks of two nodes and two operations, as ENAS for DARTS-like cells writes them. */
function writeMicro(weights: ControllerWeights): { pass: ControllerPass; logs: number[] } {
  const pass = new ControllerPass(weights, shaping);
  const logs: number[] = [];
  const forced =
    (action: number): Pick =>
    (probabilities) => {
      logs.push(Math.log(probabilities[action] ?? 0));
      return action;
    };
  for (const [c, cell] of [micro.normal, micro.reduce].entries()) {
    pass.startCell();
    pass.addInput();
    pass.addInput();
    for (let block = 0; block < 2; block += 1) {
      const [index1 = 0, op1 = 0, index2 = 0, op2 = 0] = cell.slice(4 * block, 4 * block + 4);
      const bias = c === 0 ? micro.fixed_bias[0] : undefined;
      pass.chooseNodes(forced(index1), 1);
      pass.chooseNodes(forced(index2), 1);
      pass.chooseOperation(forced(op1), bias);
      pass.chooseOperation(forced(op2), bias);
      pass.addNode();
    }
  }
  return { pass, logs };
}

describe('the controller of the released code', () => {
  test('one LSTM step', () => {
    const tape = new Tape();
    const weights = matrix(lstm.W_rows_2H_cols_4H);
    const { h, c } = tape.lstm(constant(lstm.x), constant(lstm.h_prev), constant(lstm.c_prev), weights);
    h.values.forEach((value, i) => {
      expect(value).toBeCloseTo(lstm.h_next[i] ?? Number.NaN, 14);
    });
    c.values.forEach((value, i) => {
      expect(value).toBeCloseTo(lstm.c_next[i] ?? Number.NaN, 14);
    });
  });

  test('every decision of a sequence has the golden probability', () => {
    const { pass, logs } = writeMicro(goldenWeights());
    expect(logs.length).toBe(micro.steps.length);
    micro.steps.forEach(({ logp }, i) => {
      expect(logs[i]).toBeCloseTo(logp, 12);
    });
    expect(pass.logProbability).toBeCloseTo(micro.logp_total, 12);
    expect(pass.entropy).toBeCloseTo(micro.entropy_exact_conditional_sum, 12);
  });

  test('the gradient of the negative log-probability is the golden one', () => {
    const weights = goldenWeights();
    writeMicro(weights).pass.backward(1);
    const { w_lstm, g_emb, w_emb, w_soft, b_soft, w1, w2, v } = micro.grad_nll;
    const expected = [w_lstm, g_emb, w_emb, w_soft, b_soft, w1, w2, v];
    allMatrices(weights).forEach(({ gradient }, m) => {
      expected[m]?.flat().forEach((value, i) => {
        expect(gradient[i]).toBeCloseTo(value, 12);
      });
    });
  });
});

describe('choices without replacement', () => {
  const logits = [0.3, -0.2, 0.9, 0.1];
  const softmax = logits.map(
    (value) => Math.exp(value) / logits.reduce((sum, one) => sum + Math.exp(one), 0),
  );
  /** Draws these, and keeps the probabilities that it was shown. */
  const choose = (indices: readonly number[], values: readonly number[] = logits) => {
    const shown: number[][] = [];
    const given = constant(values);
    const tape = new Tape();
    const choice = tape.choose(
      given,
      (probabilities) => {
        shown.push([...probabilities]);
        return indices[shown.length - 1] ?? 0;
      },
      indices.length,
    );
    return { choice, shown, given, tape };
  };

  test('what was drawn loses its probability, and the rest shares it', () => {
    const { shown, choice } = choose([2, 0]);
    expect(choice.indices).toEqual([2, 0]);
    shown[0]?.forEach((probability, i) => {
      expect(probability).toBeCloseTo(softmax[i] ?? 0, 14);
    });
    shown[1]?.forEach((probability, i) => {
      expect(probability).toBeCloseTo(i === 2 ? 0 : (softmax[i] ?? 0) / (1 - (softmax[2] ?? 0)), 14);
    });
  });

  test('the log-probability is the mean under the whole softmax, and the entropy that of the softmax', () => {
    const { choice } = choose([2, 0]);
    expect(choice.logProbability).toBeCloseTo(
      (Math.log(softmax[2] ?? 0) + Math.log(softmax[0] ?? 0)) / 2,
      14,
    );
    expect(choice.entropy).toBeCloseTo(-softmax.reduce((sum, p) => sum + p * Math.log(p), 0), 14);
  });

  test.each([[[3]], [[2, 0]], [[1, 3, 0, 2]]])('gradients of %j agree with differences', (indices) => {
    const { given, tape } = choose(indices);
    tape.backward(2);
    logits.forEach((_, i) => {
      const moved = (by: number): number =>
        -choose(
          indices,
          logits.map((value, j) => (i === j ? value + by : value)),
        ).choice.logProbability;
      expect(given.gradient[i]).toBeCloseTo((2 * (moved(1e-5) - moved(-1e-5))) / 2e-5, 8);
    });
  });
});

const settings = { controllerLearningRate: 0.01, entropyWeight: 1e-4 };
const spaces: readonly SpaceNumber[] = [1, 2, 3];

describe('the controller of the one-shot spaces', () => {
  test.each(spaces)('space %i: samples are cells of the space, the same ones from the same key', (space) => {
    const cells = (seed: number): Bench1Shot1Cell[] => {
      const controller = new Bench1Shot1Controller(space, settings, key(seed));
      const source = draws(key(seed));
      return Array.from({ length: 15 }, () => controller.sample(source).cell);
    };
    const first = cells(1);
    for (const cell of first) expect(nasbench1shot1(space).validate(cell)).toEqual([]);
    expect(cells(1)).toEqual(first);
    expect(cells(2)).not.toEqual(first);
  });

  test('the second node of space 1 takes both of its candidates, and that counts as a decision', () => {
    const { cell, logProbability, entropy } = new Bench1Shot1Controller(1, settings, key(3)).sample(
      draws(key(4)),
    );
    expect(cell.parents.slice(0, 2)).toEqual([[0], [0, 1]]);
    // Untrained, all nodes are next to equally likely: ln 2 + ln 3 + ln 4 + ln 5 of parents, and four operations.
    const odds = Math.exp((2.5 / 5) * Math.tanh(2) + 0.25);
    const total = 2 * odds + Math.exp(-0.25);
    const operationEntropy =
      -2 * (odds / total) * Math.log(odds / total) -
      (Math.exp(-0.25) / total) * Math.log(Math.exp(-0.25) / total);
    expect(Math.abs(entropy - (Math.log(120) + 4 * operationEntropy))).toBeLessThan(0.05);
    const operations = cell.ops.reduce(
      (sum, op) => sum + Math.log((op === 'conv1x1-bn-relu' ? Math.exp(-0.25) : odds) / total),
      0,
    );
    expect(Math.abs(logProbability - (operations - Math.log(120)))).toBeLessThan(0.2);
  });

  test('untrained, it prefers operations as much as their biases say', () => {
    const controller = new Bench1Shot1Controller(1, settings, key(3));
    const source = draws(key(4));
    const samples = 500;
    const drawn = Array.from({ length: samples }, () => controller.sample(source).cell);
    const preferring = drawn.filter(({ ops }) => !ops.includes('conv1x1-bn-relu'));
    // The untrained controller prefers the operations whose bias starts higher.
    const share = preferring.length / samples;
    // Bent logits are near 0.48 + 0.25 for two operations and -0.25 for the third.
    const odds = Math.exp((2.5 / 5) * Math.tanh(2) + 0.25);
    const expected = ((2 * odds) / (2 * odds + Math.exp(-0.25))) ** 4;
    expect(Math.abs(share - expected)).toBeLessThan(0.08);
  });

  test('it learns which cells are rewarded, and the baseline follows the rewards', async () => {
    const controller = new Bench1Shot1Controller(2, settings, key(5));
    const good = ({ ops, parents }: Bench1Shot1Cell): number =>
      100 *
      ((ops.filter((op) => op === 'conv1x1-bn-relu').length + (parents.at(-1)?.includes(0) ? 1 : 0)) / 5);
    const mean = (): number => {
      const source = draws(key(6));
      return (
        Array.from({ length: 60 }, () => good(controller.sample(source).cell)).reduce((a, b) => a + b) / 60
      );
    };
    const before = mean();
    const source = draws(key(7));
    for (let i = 0; i < 150; i += 1) await controller.step(source, async (cell) => good(cell));
    expect(mean()).toBeGreaterThan(before + 20);
    expect(controller.baseline).toBeGreaterThan(before);
  });

  test('the first step moves the baseline by a hundredth of the reward', async () => {
    const controller = new Bench1Shot1Controller(1, settings, key(8));
    const { entropy } = await controller.step(draws(split(key(8), 'x')), async () => 50);
    expect(controller.baseline).toBeCloseTo(0.01 * (50 + 1e-4 * entropy), 12);
  });
});
