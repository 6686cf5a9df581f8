/** The controller of recurrent ENAS against a plain reading of the released rules, enumeration and differences. */
import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../../experiments/oneshot/bench1shot1/controller/tape.ts';
import {
  type ControllerWeights,
  writeCell,
} from '../../../experiments/oneshot/enas-recurrent/controller-run.ts';
import {
  initialWeights,
  RecurrentController,
} from '../../../experiments/oneshot/enas-recurrent/recurrent-controller.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { nodeActivations } from '../../../experiments/space/darts-rnn/activations.ts';

const shaping = { temperature: 5, tanhConstant: 2.25 };
const matrices = (weights: ControllerWeights): readonly Matrix[] => Object.values(weights);
const small = () => initialWeights(3, 1.5, key(1));

/** A cell is its decisions: predecessor and activation of each node. */
const follow = (weights: ControllerWeights, decisions: readonly number[]) => {
  let next = 0;
  return writeCell(weights, shaping, decisions.length / 2, () => decisions[next++] ?? Number.NaN);
};

function* everyCell(nodes: number): Generator<readonly number[]> {
  const choices = Array.from({ length: nodes }, (_, node) => [node + 1, 4]).flat();
  const total = choices.reduce((product, count) => product * count, 1);
  for (let number = 0; number < total; number += 1) {
    let rest = number;
    yield choices.map((count) => {
      const digit = rest % count;
      rest = Math.floor(rest / count);
      return digit;
    });
  }
}

test('has the 41,344 weights of the released controller', () => {
  const count = matrices(initialWeights(64, 0.01, key(1))).reduce(
    (sum, { values }) => sum + values.length,
    0,
  );
  expect(count).toBe(41_344);
});

describe('one cell', () => {
  test('has the probability and the entropy that the released rules give', () => {
    const weights = small();
    for (const decisions of [
      [0, 2, 1, 0, 0, 3],
      [0, 0, 0, 1, 2, 2],
    ]) {
      const run = follow(weights, decisions);
      const logs = plainLogProbabilities(weights, decisions);
      expect(run.logProbability).toBeCloseTo(sumOf(logs), 12);
      expect(run.entropy).toBeCloseTo(sumOf(logs.map((log) => -log * Math.exp(log))), 12);
      expect(run.nodes).toEqual(
        [0, 1, 2].map((node) => [nodeActivations[decisions[2 * node + 1] ?? -1], decisions[2 * node]]),
      );
    }
  });

  test('is one of 384 of three nodes, whose probabilities sum to 1', () => {
    const weights = small();
    const found = [...everyCell(3)].map((decisions) => Math.exp(follow(weights, decisions).logProbability));
    expect(found).toHaveLength(384);
    expect(sumOf(found)).toBeCloseTo(1, 12);
  });

  test('has the gradient that differences show, in every weight', () => {
    const weights = small();
    const decisions = [0, 2, 1, 0, 0, 3];
    follow(weights, decisions).backward(1);
    for (const { values, gradient } of matrices(weights)) {
      expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(1e-4);
      values.forEach((value, i) => {
        const at = (shift: number): number => {
          values[i] = value + shift;
          const { logProbability } = follow(weights, decisions);
          values[i] = value;
          return -logProbability;
        };
        expect(Math.abs((at(1e-5) - at(-1e-5)) / 2e-5 - (gradient[i] ?? Number.NaN))).toBeLessThan(1e-8);
      });
    }
  });

  test('the expected gradient of a constant reward is zero', () => {
    const weights = small();
    for (const decisions of everyCell(2)) {
      const run = follow(weights, decisions);
      run.backward(Math.exp(run.logProbability));
    }
    for (const { gradient } of matrices(weights)) {
      expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-12);
    }
  });

  test('reads near states more often from the start', () => {
    const weights = initialWeights(64, 0.01, key(2));
    const probability = (predecessor: number): number =>
      Math.exp(sumOf(plainLogProbabilities(weights, [0, 0, 0, 0, predecessor, 0]).slice(4, 5)));
    // The squared distances are 9, 4 and 1.
    expect(probability(2) / probability(1)).toBeCloseTo(Math.exp(3 / 6), 2);
    expect(probability(1) / probability(0)).toBeCloseTo(Math.exp(5 / 6), 2);
  });
});

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The rules read off once more, in plain lists: no tape, no sharing of code. */
function plainLogProbabilities(weights: ControllerWeights, decisions: readonly number[]): readonly number[] {
  const units = weights.start.columns;
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const row = ({ columns, values }: Matrix, r: number) => [...values].slice(r * columns, (r + 1) * columns);
  const times = (x: readonly number[], m: Matrix) =>
    Array.from({ length: m.columns }, (_, k) =>
      sumOf(x.map((value, r) => value * (m.values[r * m.columns + k] ?? Number.NaN))),
    );
  const dot = (a: readonly number[], b: readonly number[]) => sumOf(a.map((value, i) => value * (b[i] ?? 0)));
  const bent = (logit: number) => shaping.tanhConstant * Math.tanh(logit / shaping.temperature);
  const logOf = (logits: readonly number[], i: number) =>
    (logits[i] ?? Number.NaN) - Math.log(sumOf(logits.map(Math.exp)));
  let [c, h] = [Array<number>(units).fill(0), Array<number>(units).fill(0)];
  const step = (x: readonly number[]): void => {
    const z = times([...x, ...h], weights.lstm);
    const gate = (g: number, i: number) => z[g * units + i] ?? Number.NaN;
    c = c.map((old, i) => sigmoid(gate(0, i)) * Math.tanh(gate(3, i)) + sigmoid(gate(1, i)) * old);
    h = c.map((value, i) => sigmoid(gate(2, i)) * Math.tanh(value));
  };
  const states = [Array<number>(units).fill(0)];
  const keys = [Array<number>(units).fill(0)];
  const logs: number[] = [];
  let input = row(weights.start, 0);
  for (let layer = 1; layer <= decisions.length / 2; layer += 1) {
    step(input);
    const [begun, query] = [h, times(h, weights.queries)];
    const [j = 0, f = 0] = decisions.slice(2 * layer - 2, 2 * layer);
    const attention = [...weights.attention.values];
    const scores = keys.map(
      (one, i) =>
        bent(
          dot(
            one.map((value, u) => Math.tanh(value + (query[u] ?? 0))),
            attention,
          ),
        ) -
        (layer - i) ** 2 / 6,
    );
    logs.push(logOf(scores, j));
    keys.push(times(begun, weights.keys));
    input = (states[j] ?? []).map((value) => value / (0.1 + layer - j));
    states.push(begun);
    step(input);
    const functions = nodeActivations.map((_, i) => bent(dot(h, row(weights.activations, i))));
    logs.push(logOf(functions, f));
    input = row(weights.activations, f);
  }
  return logs;
}

describe('training', () => {
  const settings = {
    ...{ controllerUnits: 8, controllerBound: 0.1, controllerLearningRate: 0.02, controllerSamples: 4 },
    ...{ ...shaping, entropyWeight: 0, baselineDecay: 0.9 },
  };

  test('draws what is rewarded, and the baseline follows', async () => {
    const controller = new RecurrentController(3, settings, key(3));
    const source = draws(key(4));
    const isRelu = (run: { readonly nodes: readonly (readonly [string, number])[] }): number =>
      run.nodes.filter(([activation]) => activation === 'relu').length / run.nodes.length;
    const share = () => sumOf(Array.from({ length: 200 }, () => isRelu(controller.sample(source)))) / 200;
    const before = share();
    for (let step = 0; step < 150; step += 1) await controller.step(source, async (run) => isRelu(run));
    expect(before).toBeLessThan(0.4);
    expect(share()).toBeGreaterThan(0.8);
    expect(controller.baseline).toBeGreaterThan(0.7);
  });

  test('the first step moves every weight by the learning rate against its gradient, as Adam does', async () => {
    const weights = initialWeights(8, 0.1, key(5));
    const slow = { controllerSamples: 1, controllerLearningRate: 0.001 };
    const controller = new RecurrentController(2, { ...settings, ...slow }, key(5));

    const run = controller.sample(draws(key(6)));
    const decisions = run.nodes.flatMap(([activation, predecessor]) => [
      predecessor,
      (nodeActivations as readonly string[]).indexOf(activation),
    ]);
    // A reward above the baseline makes what was drawn likelier: for a small step by about rate * |gradient|_1.
    follow(weights, decisions).backward(1);
    const size = sumOf(matrices(weights).flatMap(({ gradient }) => [...gradient].map(Math.abs)));
    await controller.step(draws(key(6)), async () => 1);
    const after = controller.sample(draws(key(6)));
    expect(after.nodes).toEqual(run.nodes);
    const gained = after.logProbability - run.logProbability;
    expect(gained).toBeGreaterThan(0.5 * slow.controllerLearningRate * size);
    expect(gained).toBeLessThan(2 * slow.controllerLearningRate * size);
  });

  test('what is not a number teaches nothing', async () => {
    const controller = new RecurrentController(2, settings, key(7));
    const told = await controller.step(draws(key(8)), async () => Number.NaN);
    expect(told).toBe(0);
    expect(controller.baseline).toBe(0);
    const fresh = new RecurrentController(2, settings, key(7));
    expect(controller.sample(draws(key(9))).logProbability).toBe(fresh.sample(draws(key(9))).logProbability);
  });
});
