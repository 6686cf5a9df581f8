/** Recurrent cells of ENAS: stored steps, shared weights and the models trained alone, the search. */
import { memory, type Tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateGrammar } from '../../../experiments/data/language/grammar.ts';
import { softmaxCrossEntropy, startEngine, valueAndGradients } from '../../../experiments/engine/index.ts';
import { LanguageModel } from '../../../experiments/model/rnn/language-model.ts';
import { matrixIndex, SharedCellsModel } from '../../../experiments/model/rnn/shared-cells-model.ts';
import { searchCells } from '../../../experiments/oneshot/enas-recurrent/enas-search.ts';
import { method } from '../../../experiments/oneshot/enas-recurrent/index.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { nodeActivations } from '../../../experiments/space/darts-rnn/activations.ts';
import { countRnn } from '../../../experiments/space/darts-rnn/counts.ts';
import type { RnnGenotype } from '../../../experiments/space/darts-rnn/genotype.ts';
import { genotypeOf } from '../../../experiments/space/enas-rnn/genotype.ts';
import { runCell } from '../../../experiments/space/enas-rnn/run-cell.ts';
import { enasRnn } from '../../../experiments/space/enas-rnn/space.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { readFixture } from '../../util/fixtures.ts';
import { filled } from '../job/filled-settings.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const golden = readFixture('golden/rl/enas_rnn_cell.json');

type Row = readonly number[];
const times = (x: Row, w: readonly Row[]): Row =>
  (w[0] ?? []).map((_, k) => x.reduce((sum, value, r) => sum + value * (w[r]?.[k] ?? Number.NaN), 0));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const functions: Readonly<Record<string, (x: number) => number>> = {
  tanh: Math.tanh,
  relu: (x) => Math.max(x, 0),
  sigmoid,
  identity: (x) => x,
};
const act = (activation: string, x: Row): Row => x.map(functions[activation] ?? (() => Number.NaN));
const sum = (a: Row, b: Row): Row => a.map((x, i) => x + (b[i] ?? Number.NaN));
const mean = (states: readonly Row[]): Row =>
  (states[0] ?? []).map(
    (_, i) => states.reduce((total, state) => total + (state[i] ?? 0), 0) / states.length,
  );

function expectClose(found: ArrayLike<number>, expected: Row, tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((found[i] ?? Number.NaN) - value)).toBeLessThan(tolerance);
  });
}

/** The corrected code's step: candidates, then gates, in each product. */
const released = golden.enas_lm_step;
const cell: RnnGenotype = genotypeOf(
  Array.from({ length: 3 }, (_, node) => [
    released.functions[released.arc[2 * node + 1]],
    released.arc[2 * node],
  ]),
);

describe('a step in float64', () => {
  test("of the paper's worked example: no gates, the mean of loose ends", () => {
    const { x, h_prev, W_x, W_h1, W_2_1, W_3_2, W_4_1, h_t } = golden.paper_example;
    const matrices = [W_2_1, W_3_2, W_4_1];
    const example: RnnGenotype = {
      recurrent: [
        ['relu', 0],
        ['relu', 1],
        ['tanh', 0],
      ],
      concat: [2, 3],
    };
    const joined = act('tanh', sum(times(x, W_x), times(h_prev, W_h1)));
    const node = (state: Row, index: number, activation: string) =>
      act(activation, times(state, matrices[index]));
    expectClose(runCell(example, joined, { node, mean }), h_t, 1e-12);
  });

  test('of the corrected code: highway gates, the mean of all nodes', () => {
    const { x, s_prev, w_prev_2d_by_2d, used_w_skip, node_states, next_s } = released;
    const gated = (state: Row, product: Row, activation: string): Row => {
      const width = state.length;
      const candidate = act(activation, product.slice(0, width));
      return state.map((s, i) => s + sigmoid(product[width + i] ?? Number.NaN) * ((candidate[i] ?? 0) - s));
    };
    const joined = gated(s_prev, times([...x, ...s_prev], w_prev_2d_by_2d), 'tanh');
    expectClose(joined, node_states[0], 1e-12);
    const node = (state: Row, index: number, activation: string) =>
      gated(state, times(state, used_w_skip[index]), activation);
    expectClose(runCell(cell, joined, { node, mean }), next_s, 1e-12);
  });
});

/** Gates come first here, and last in the stored matrices. */
const gatesFirst = (rows: readonly Row[]): Float32Array =>
  Float32Array.from(rows.flatMap((row) => [...row.slice(row.length / 2), ...row.slice(0, row.length / 2)]));

describe('shared weights', () => {
  test('take the stored step of the corrected code', () => {
    const model = new SharedCellsModel({ vocabulary: 3, width: 2 }, 3, key(1));
    const write = (name: string, values: Float32Array): void => {
      const parameter = model.parameters.find((each) => each.name === name);
      if (!parameter) throw new Error(`no parameter ${name}`);
      parameter.write(values);
    };
    write('rnns.0._W0', gatesFirst(released.w_prev_2d_by_2d));
    cell.recurrent.forEach(([activation, predecessor], node) => {
      const index = matrixIndex(node, predecessor, activation);
      write(`rnns.0._Ws.${index}`, gatesFirst(released.used_w_skip[node]));
    });
    const found = tidy(() => {
      const [state] = model.unroll(tensor2d([released.x]), tensor2d([released.s_prev]), cell);
      return (state as Tensor).dataSync();
    });
    expectClose(found, released.next_s, 1e-6);
    model.dispose();
  });

  test('have a matrix for every node, state before it and activation, and a cell uses one for each node', () => {
    const nodes = 4;
    const places = Array.from({ length: nodes }, (_, node) =>
      Array.from({ length: node + 1 }, (_state, predecessor) =>
        nodeActivations.map((activation) => matrixIndex(node, predecessor, activation)),
      ),
    ).flat(2);
    expect(places).toEqual(Array.from({ length: 40 }, (_, i) => i));
    const model = new SharedCellsModel({ vocabulary: 3, width: 2 }, nodes, key(2));
    const genotype = enasRnn(nodes).sample(draws(key(3)));
    const block = { tokens: Int32Array.from([0, 1]), targets: Int32Array.from([1, 2]), batch: 1 };
    const { value, gradients } = valueAndGradients(() => {
      const { logits } = model.run(block, model.initialHidden(1), genotype);
      return softmaxCrossEntropy(logits, tensor1d(block.targets, 'int32'));
    }, model.parameters);
    const used = model.parameters.flatMap(({ name }, i) => (gradients[i] ? [name] : []));
    expect(used).toEqual(
      expect.arrayContaining(
        genotype.recurrent.map(
          ([activation, predecessor], node) => `rnns.0._Ws.${matrixIndex(node, predecessor, activation)}`,
        ),
      ),
    );
    expect(used.filter((name) => name.includes('_Ws'))).toHaveLength(nodes);
    value.dispose();
    for (const gradient of gradients) gradient?.dispose();
    model.dispose();
  });

  test('compute with one cell what the model that is trained alone computes with the same matrices, masks included', () => {
    const shape = { vocabulary: 5, width: 4 };
    const genotype = enasRnn().sample(draws(key(4)));
    const shared = new SharedCellsModel(shape, 12, key(5));
    const alone = new LanguageModel(shape, 12, key(6));
    for (const parameter of alone.parameters) {
      const [, node] = /_Ws\.(\d+)$/.exec(parameter.name) ?? [];
      const [activation, predecessor] = genotype.recurrent[Number(node)] ?? ['none', 0];
      const name =
        node === undefined
          ? parameter.name
          : `rnns.0._Ws.${matrixIndex(Number(node), predecessor, activation)}`;
      const source = shared.parameters.find((each) => each.name === name);
      if (!source) throw new Error(`no parameter ${name}`);
      // Far from zero, where an activation is not a line.
      source.write(source.read().map((value) => 20 * value));
      parameter.write(source.read());
    }
    const block = {
      tokens: Int32Array.from([0, 3, 1, 4, 2, 0]),
      targets: Int32Array.from([1, 4, 2, 0, 3, 1]),
      batch: 2,
    };
    tidy(() => {
      const mask = (rows: number, seed: number) => {
        const source = draws(key(seed));
        return tensor2d(
          Float32Array.from({ length: rows * 4 }, () => source.uniform()),
          [rows, 4],
        );
      };
      const masks = { input: mask(6, 1), hidden: mask(2, 2), output: mask(6, 3) };
      const a = shared.run(block, shared.initialHidden(2), genotype, masks);
      const b = alone.run(block, alone.initialHidden(2), { kind: 'path', genotype }, masks);
      expect(new Set([...a.logits.dataSync()].map((value) => value.toFixed(5))).size).toBeGreaterThan(20);
      expectClose(a.logits.dataSync(), [...b.logits.dataSync()], 1e-6);
      expectClose(a.hidden.dataSync(), [...b.hidden.dataSync()], 1e-6);
    });
    shared.dispose();
    alone.dispose();
  });
});

describe('the search', () => {
  const grammar = generateGrammar();
  const corpus = {
    ...grammar,
    train: grammar.train.slice(0, 240),
    validation: grammar.validation.slice(0, 120),
  };
  const form = method.tasks['language-modelling'];
  if (!form) throw new Error('no form for text');
  const settings = {
    ...filled(form.settings, form.tiny['enas-recurrent'] ?? {}),
    ...{ epochs: 2, batchSize: 8, unroll: 5, width: 6, evaluated: 3, controllerSteps: 3 },
  } as unknown as Parameters<typeof searchCells>[0]['settings'];

  const searched = async (nodes: number, changes: object = {}) => {
    const lines: JsonObject[] = [];
    const shares: number[] = [];
    const outcome = await searchCells(
      {
        ...{ settings: { ...settings, ...changes }, corpus, key: key(9) },
        observer: {
          line: (line) => lines.push(line),
          progress: (done, total) => shares.push(done / total),
        },
      },
      nodes,
    );
    return { outcome, lines, shares };
  };

  test('finds a cell of the space, measures it on the whole text, tells what it did, and leaves no tensor', async () => {
    const before = memory().numTensors;
    const { outcome, lines, shares } = await searched(12);
    expect(memory().numTensors).toBe(before);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.failures));
    const { architecture, validation, cost } = outcome.value;
    expect(enasRnn().validate(architecture)).toEqual([]);
    expect(validation.tokens).toBe(8 * 14);
    expect(lines.map(({ phase }) => phase)).toEqual(['train', 'train', 'score', 'score', 'score']);
    expect(lines[0]).toMatchObject({ rewards: Array.from({ length: 3 }, () => expect.any(Number)) });
    expect(cost.architectures).toBe(2 * 3 * 2 + 3);
    expect(cost.multiplyAdds % countRnn(architecture, { vocabulary: 76, width: 6 }).multiplyAdds).toBe(0);
    expect(shares.at(-1)).toBeGreaterThan(0.85);
    expect(shares.every((share, i) => share <= 1 && share >= (shares[i - 1] ?? 0))).toBe(true);
  });

  test('is the same again, and another one of eight nodes', async () => {
    const [first, again, eight] = [await searched(12), await searched(12), await searched(8)];
    expect(again.outcome).toEqual(first.outcome);
    expect(again.lines).toEqual(first.lines);
    expect(eight.outcome).toMatchObject({
      ok: true,
      value: { architecture: { concat: [1, 2, 3, 4, 5, 6, 7, 8] } },
    });
  });

  test('ends when the weights are no numbers any more', async () => {
    const before = memory().numTensors;
    const { outcome } = await searched(8, { learningRate: 1e30, gradientClip: 1e30 });
    expect(outcome).toMatchObject({ ok: false, failures: [{ reason: 'diverged' }] });
    expect(memory().numTensors).toBe(before);
  });

  test('a text that is too short is refused', async () => {
    const { outcome } = await searched(8, { batchSize: 1000 });
    expect(outcome).toMatchObject({ ok: false, failures: [{ reason: 'job-refused' }] });
  });
});
