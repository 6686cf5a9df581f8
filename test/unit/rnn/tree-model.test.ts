/** Language models of tree cells: the published step through the engine, gradients, sizes, masks, training. */
import { memory, type Tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { softmaxCrossEntropy, startEngine, valueAndGradients } from '../../../experiments/engine/index.ts';
import { decodeCheckpoint } from '../../../experiments/model/checkpoint.ts';
import type { TokenBlock } from '../../../experiments/model/rnn/token-block.ts';
import { TreeLanguageModel } from '../../../experiments/model/rnn/tree/tree-language-model.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import type { NasRnnGenotype } from '../../../experiments/space/nas-rnn/cell.ts';
import { countNasLanguageModel, layers } from '../../../experiments/space/nas-rnn/counts.ts';
import { space as withMaximum } from '../../../experiments/space/nas-rnn/max-sin.ts';
import { namedCells } from '../../../experiments/space/nas-rnn/named.ts';
import { text } from '../../../experiments/space/nas-rnn/network.ts';
import type { LanguageTrainingSettings } from '../../../experiments/task/language/settings.ts';
import { readFixture } from '../../util/fixtures.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const golden = readFixture('golden/rl/nas_rnn_cell.json');

const named = (model: TreeLanguageModel, name: string) => {
  const found = model.parameters.find((parameter) => parameter.name === name);
  if (!found) throw new Error(`no parameter ${name}`);
  return found;
};

test('the published cell takes the stored step', () => {
  const { units, x, m_prev, c_prev, kernel, recurrent_kernel, new_c, new_m } = golden.base8;
  // The stored input is one wider than the state: an input of the width of the state takes its first two numbers, and
  // the third is added by hand to what the state brings.
  const model = new TreeLanguageModel(namedCells.NASCell, { vocabulary: 3, width: 3 }, 1, key(1));
  const wide = (rows: number[][]): Float32Array => {
    const values = new Float32Array(3 * 24);
    rows.forEach((row, r) => {
      row.forEach((value, c) => {
        values[r * 24 + 3 * Math.floor(c / units) + (c % units)] = value;
      });
    });
    return values;
  };
  named(model, 'layers.0.input').write(wide(kernel));
  named(model, 'layers.0.hidden').write(wide(recurrent_kernel));
  const before = memory().numTensors;
  const { hidden, cell } = tidy(() => {
    const state = [tensor2d([[...m_prev, 0]]), tensor2d([[...c_prev, 0]])] as const;
    const found = model.unroll(0, tensor2d([x]), state);
    return { hidden: [...(found.states[0] as Tensor).dataSync()], cell: [...found.memory.dataSync()] };
  });
  expect(memory().numTensors).toBe(before);
  [...new_m, ...new_c].forEach((value: number, i) => {
    const found = i < units ? hidden[i] : cell[i - units];
    expect(Math.abs((found ?? Number.NaN) - value)).toBeLessThan(1e-6);
  });
  model.dispose();
});

const sizeOf = ({ shape: axes }: { readonly shape: readonly number[] }): number =>
  axes.reduce((product, axis) => product * axis, 1);

const shape = { vocabulary: 7, width: 4 };
const block: TokenBlock = {
  tokens: Int32Array.from([0, 3, 1, 4, 2, 5]),
  targets: Int32Array.from([1, 4, 2, 5, 3, 6]),
  batch: 2,
};

describe('a model of two layers', () => {
  test('has as many parameters as the arithmetic says', () => {
    for (const genotype of Object.values(namedCells)) {
      const model = new TreeLanguageModel(genotype, shape, layers, key(2));
      const base = (genotype.nodes.length + 1) / 2;
      const total = model.parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0);
      expect(total).toBe(countNasLanguageModel(base, shape, true).parameters);
      model.dispose();
    }
  });

  test('goes on from block to block as through one', () => {
    const model = new TreeLanguageModel(namedCells.NASCell, shape, layers, key(3));
    raise(model);
    tidy(() => {
      const whole = model.run(block, model.initialHidden(2));
      const first = model.run(part(0, 1), model.initialHidden(2));
      const rest = model.run(part(1, 3), first.hidden);
      const joined = [...first.logits.dataSync(), ...rest.logits.dataSync()];
      const all = [...whole.logits.dataSync()];
      expect(all).toHaveLength(6 * 7);
      all.forEach((value, i) => {
        expect(joined[i]).toBeCloseTo(value, 5);
      });
      expect(new Set(all.map((value) => value.toFixed(4))).size).toBeGreaterThan(20);
      expect(rest.hidden.shape).toEqual([2, 16]);
    });
    model.dispose();
  });

  test('has the gradients that differences show, through every combination and activation', () => {
    const words = new Set<string>();
    for (let i = 0; i < 4; i += 1) {
      const genotype = withMaximum.sample(draws(split(key(20), i)));
      for (const word of genotype.nodes.flat()) words.add(word);
      expectGradients(genotype, i);
    }
    expect([...words].sort()).toEqual(
      ['add', 'elem_mult', 'identity', 'max', 'relu', 'sigmoid', 'sin', 'tanh'].sort(),
    );
  });

  test('masks the words, the states of both layers, and what leaves either', () => {
    const model = new TreeLanguageModel(namedCells.NASCell, shape, layers, key(4));
    raise(model);
    const rows = block.tokens.length;
    tidy(() => {
      const full = (count: number, value: number) =>
        tensor2d(new Float32Array(count * 4).fill(value), [count, 4]);
      const plain = model.run(block, model.initialHidden(2));
      const logits = (masks: object) => [
        ...model.run(block, model.initialHidden(2), masks).logits.dataSync(),
      ];
      const ones = { input: full(rows, 1), hidden: full(2, 1), output: full(rows, 1) };
      expect(logits(ones)).toEqual([...plain.logits.dataSync()]);
      for (const mask of ['input', 'hidden', 'output'] as const) {
        expect(logits({ ...ones, [mask]: full(mask === 'hidden' ? 2 : rows, 0.5) })).not.toEqual(
          logits(ones),
        );
      }
      // Without an output every word is as likely as its bias says.
      const none = logits({ output: full(rows, 0) });
      expect(none.every((value) => value === 0)).toBe(true);
    });
    model.dispose();
  });
});

const part = (from: number, to: number): TokenBlock => ({
  tokens: block.tokens.slice(2 * from, 2 * to),
  targets: block.targets.slice(2 * from, 2 * to),
  batch: 2,
});

/** Weights far from zero, where an activation is not a line. */
function raise(model: TreeLanguageModel): void {
  for (const parameter of model.parameters) {
    parameter.write(parameter.read().map((value) => 1.2 * value));
  }
}

function expectGradients(genotype: NasRnnGenotype, seed: number): void {
  const model = new TreeLanguageModel(genotype, shape, layers, key(seed));
  raise(model);
  const targets = tensor1d(block.targets, 'int32');
  const loss = () => softmaxCrossEntropy(model.run(block, model.initialHidden(2)).logits, targets);
  const { value, gradients } = valueAndGradients(loss, model.parameters);
  value.dispose();
  const source = draws(split(key(30), seed));
  model.parameters.forEach((parameter, p) => {
    const slopes = gradients[p]?.dataSync() ?? new Float32Array(sizeOf(parameter));
    const values = parameter.read();
    for (let probe = 0; probe < 4; probe += 1) {
      const at = source.below(sizeOf(parameter));
      const lossAt = (shift: number): number => {
        parameter.write(values.map((each, i) => (i === at ? each + shift : each)));
        return tidy(() => loss().dataSync()[0] ?? Number.NaN);
      };
      const step = 1e-2;
      const slope = (lossAt(step) - lossAt(-step)) / (2 * step);
      expect(Math.abs(slope - (slopes[at] ?? Number.NaN))).toBeLessThan(3e-3 + 0.02 * Math.abs(slope));
    }
    parameter.write(values);
  });
  for (const gradient of gradients) gradient?.dispose();
  targets.dispose();
  model.dispose();
}

const settings: LanguageTrainingSettings = {
  ...{ epochs: 4, batchSize: 8, unroll: 8, learningRate: 3, weightDecay: 0, gradientClip: 0.5, width: 12 },
  ...{ dropout: 0, dropoutHidden: 0, dropoutInputMask: 0, dropoutInput: 0, dropoutEmbedding: 0 },
  ...{ slowness: 0, averagingPatience: 0, averagingBelow: 0, averagingAfter: 0 },
};
/** Small weights do not vanish in it, as they do in products. */
const sums: NasRnnGenotype = {
  nodes: namedCells.NASCell.nodes.map(() => ['add', 'tanh'] as const),
  inject: ['add', 'tanh'],
  cell_indices: [12, 8],
};
/** Words go round in a circle of five, so that the next is known. */
const circle = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i % 5);
const corpus = {
  vocabulary: ['a', 'b', 'c', 'd', 'e'],
  train: circle(2005),
  validation: circle(305),
};

describe('training', () => {
  test('learns what comes next, keeps its best weights, and leaves no tensor behind', async () => {
    const before = memory().numTensors;
    const trained = await text.train({ genotype: sums, settings, corpus, key: key(5) });
    if (!trained.ok) throw new Error(JSON.stringify(trained.failures));
    const { validation, multiplyAdds } = trained.value;
    expect(validation.loss).toBeLessThan(0.5 * Math.log(5));
    const perWord = countNasLanguageModel(8, { vocabulary: 5, width: 12 }, true).multiplyAdds;
    expect(multiplyAdds % perWord).toBe(0);
    const measured = await trained.value.measure(corpus.validation, 10);
    expect(measured.tokens).toBe(validation.tokens);
    expect(measured.loss).toBeCloseTo(validation.loss, 5);
    trained.value.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test('goes on from where a shorter one ended, before and after its weights are averaged', async () => {
    const before = memory().numTensors;
    const rates = {
      ...settings,
      learningRate: 300,
      gradientClip: 10,
      averagingPatience: 1,
      averagingAfter: 2,
    };
    const trainTo = async (epochs: number, from?: Uint8Array) => {
      const averaged: boolean[] = [];
      const trained = await text.train({
        ...{ genotype: sums, settings: { ...rates, epochs }, corpus, key: key(7), keepsCheckpoint: true },
        onEpoch: (epoch) => averaged.push(epoch.averaged),
        ...(from ? { from: decodeCheckpoint(from) } : {}),
      });
      if (!trained.ok) throw new Error(JSON.stringify(trained.failures));
      const { checkpoint, validation, dispose } = trained.value;
      dispose();
      if (!checkpoint) throw new Error('no checkpoint');
      return { checkpoint, validation, averaged };
    };
    const through = await trainTo(6);
    const middle = await trainTo(5, (await trainTo(2)).checkpoint);
    const resumed = await trainTo(6, middle.checkpoint);
    expect(resumed.validation).toEqual(through.validation);
    expect(Buffer.from(resumed.checkpoint).equals(through.checkpoint)).toBe(true);
    expect(through.averaged.slice(0, 2)).toEqual([false, false]);
    expect(through.averaged.at(-1)).toBe(true);
    expect(memory().numTensors).toBe(before);
  });

  test('goes back to its best weights, and gives up when that does not help', async () => {
    const wild = { ...settings, learningRate: 1e30, gradientClip: 1e30 };
    const before = memory().numTensors;
    const trained = await text.train({ genotype: namedCells.NASCell, settings: wild, corpus, key: key(6) });
    expect(trained).toMatchObject({ ok: false, failures: [{ reason: 'diverged' }] });
    expect(memory().numTensors).toBe(before);
  });
});
