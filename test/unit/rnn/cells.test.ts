import {
  add,
  concat,
  grads,
  memory,
  mul,
  sigmoid,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { matMul, relu, splitChannels, startEngine } from '../../../experiments/engine/index.ts';
import { drawMasks } from '../../../experiments/model/rnn/dropout.ts';
import { gatedBranches, towards } from '../../../experiments/model/rnn/gated.ts';
import { mixingRows, relaxedStep } from '../../../experiments/model/rnn/search-cell.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import {
  activationIndex,
  activations,
  nodeActivations,
  rnnEdgeIndex,
  rnnEdges,
} from '../../../experiments/space/darts-rnn/activations.ts';
import { dartsRnn } from '../../../experiments/space/darts-rnn/space.ts';
import { distance } from '../model/golden.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const source = draws(key(3));
const random = (rows: number, columns: number): Tensor =>
  tensor2d(
    Float32Array.from({ length: rows * columns }, () => source.normal()),
    [rows, columns],
  );

const functions: Record<string, (x: Tensor) => Tensor> = {
  tanh: (x) => tanh(x),
  relu,
  sigmoid: (x) => sigmoid(x),
  identity: (x) => mul(x, 1),
};

/** Values and gradients of a function of state and product, weighted so that every output counts differently. */
function outcome(
  f: (state: Tensor, product: Tensor) => Tensor,
  state: Tensor,
  product: Tensor,
  weights: Tensor,
) {
  return tidy(() => [
    f(state, product),
    ...grads((s: Tensor, p: Tensor) => sum(mul(f(s, p), weights)))([state, product]),
  ]);
}

function expectAlike(ours: Tensor[], theirs: Tensor[]): void {
  expect(ours.length).toBe(theirs.length);
  ours.forEach((tensor, i) => {
    expect(distance(tensor, [...(theirs[i]?.dataSync() ?? [])])).toBeLessThan(1e-6);
  });
}

describe('gated states', () => {
  test.each(nodeActivations)('the gradient through %s is that of its parts', (name) => {
    const [s, p, w] = [random(3, 4), random(3, 8), random(3, 4)] as [Tensor, Tensor, Tensor];
    const parts = (x: Tensor, y: Tensor): Tensor => {
      const [gate, candidate] = splitChannels(y, [4, 4]) as [Tensor, Tensor];
      return add(x, mul(sigmoid(gate), sub(functions[name]?.(candidate) ?? x, x)));
    };
    expectAlike(
      outcome((x, y) => towards(x, y, name), s, p, w),
      outcome(parts, s, p, w),
    );
  });

  test('the gradient through all branches is that of their parts', () => {
    const [s, p, w] = [random(3, 4), random(3, 8), random(15, 4)] as [Tensor, Tensor, Tensor];
    const ours = outcome(gatedBranches, s, p, w);
    const theirs = outcome(
      (x, y) => {
        const [gate, candidate] = splitChannels(y, [4, 4]) as [Tensor, Tensor];
        const open = sigmoid(gate);
        const branches = nodeActivations.map((name) => mul(open, functions[name]?.(candidate) ?? x));
        return concatRows([sub(x, mul(open, x)), ...branches]);
      },
      s,
      p,
      w,
    );
    expectAlike(ours, theirs);
  });

  test('an unknown activation is refused', () => {
    expect(() => towards(random(1, 2), random(1, 4), 'swish')).toThrow(
      'Expected an activation of a recurrent cell, got `swish`',
    );
  });
});

describe('the relaxed cell', () => {
  test('with all weight on the edges of a genotype, it is the genotype, also with masks', () => {
    for (let i = 0; i < 5; i += 1) {
      const genotype = dartsRnn.sample(source);
      const nodes = genotype.recurrent.map(() => random(4, 8));
      const joined = random(3, 4);
      const mask = random(3, 4);
      const weights = new Float32Array(rnnEdges.length * activations.length);
      genotype.recurrent.forEach(([activation, state], node) => {
        weights[rnnEdgeIndex(node, state) * activations.length + activationIndex(activation)] = 1;
      });
      const relaxed = relaxedStep(
        {
          nodes,
          mixing: mixingRows(tensor2d(weights, [rnnEdges.length, activations.length])),
          masks: nodes.map((_, node) => concatRows(Array<Tensor>(node + 1).fill(mask))),
          normalise: (state) => state,
        },
        joined,
      );
      const states = [joined];
      genotype.recurrent.forEach(([activation, state], node) => {
        const from = states[state] as Tensor;
        states.push(towards(from, matMul(mul(from, mask), nodes[node] as Tensor), activation));
      });
      const mean = mul(
        states.slice(1).reduce((a, b) => add(a, b)),
        1 / 8,
      );
      expect(distance(relaxed, [...mean.dataSync()])).toBeLessThan(1e-5);
    }
  });

  test('none takes weight and adds nothing', () => {
    const onlyNone = new Float32Array(rnnEdges.length * activations.length);
    rnnEdges.forEach((_, edge) => {
      onlyNone[edge * activations.length] = 1;
    });
    const rows = mixingRows(tensor2d(onlyNone, [rnnEdges.length, activations.length]));
    for (const row of rows) expect([...row.dataSync()].every((weight) => weight === 0)).toBe(true);
  });
});

describe('dropout masks', () => {
  const settings = {
    dropout: 0.5,
    dropoutHidden: 0.25,
    dropoutInputMask: 0.5,
    dropoutInput: 0,
    dropoutEmbedding: 0.2,
  };
  const block = {
    tokens: Int32Array.from({ length: 400 * 2 }, (_, i) => i % 7),
    targets: new Int32Array(800),
    batch: 2,
  };
  const shape = { vocabulary: 7, width: 50 };

  test('they hold at every step, are scaled up, and follow the key', () => {
    const before = memory().numTensors;
    const read = (seed: number) =>
      tidy(() => {
        const { input, hidden, output } = drawMasks(settings, block, shape, key(seed));
        return [input, hidden, output].map((mask) => [...(mask?.dataSync() ?? [])]);
      });
    const [input = [], hidden = [], output = []] = read(1);
    expect(memory().numTensors).toBe(before);
    expect(hidden.length).toBe(100);
    expect(output.slice(100, 200)).toEqual(output.slice(0, 100));
    expect(new Set(output)).toEqual(new Set([0, 2]));
    expect(new Set(hidden)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    // A word that is dropped is dropped wherever it stands; the others differ only by the lasting mask.
    expect(input.slice(0, 50)).toEqual(input.slice(14 * 50, 15 * 50));
    expect([...new Set(input)].every((value) => value === 0 || value === 2.5)).toBe(true);
    expect(read(1)).toEqual([input, hidden, output]);
    expect(read(2)).not.toEqual([input, hidden, output]);
  });

  test('a probability of zero makes no mask', () => {
    const none = { dropout: 0, dropoutHidden: 0, dropoutInputMask: 0, dropoutInput: 0, dropoutEmbedding: 0 };
    expect(drawMasks(none, block, shape, key(1))).toEqual({});
  });

  test('the parts that are dropped are those asked for', () => {
    const { output } = drawMasks(
      { ...settings, dropout: 0.8 },
      block,
      { vocabulary: 7, width: 2000 },
      key(4),
    );
    const first = [...(output?.dataSync() ?? [])].slice(0, 4000);
    expect(Math.abs(first.filter((value) => value === 0).length / 4000 - 0.8)).toBeLessThan(0.03);
  });
});

const concatRows = (parts: Tensor[]): Tensor =>
  tidy(() => parts.reduce((above, below) => concat([above, below], 0)));
