import { add, memory, mul, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Corpus } from '../../../experiments/data/language/corpus.ts';
import { generateGrammar } from '../../../experiments/data/language/grammar.ts';
import { Parameter, startEngine } from '../../../experiments/engine/index.ts';
import { search as searchRnnDarts } from '../../../experiments/oneshot/darts/darts-rnn.ts';
import type { RnnDartsSettings } from '../../../experiments/oneshot/darts/settings.ts';
import { search as searchRnnWithSharedWeights } from '../../../experiments/oneshot/random-ws/darts-rnn.ts';
import type { RnnRandomWsSettings } from '../../../experiments/oneshot/random-ws/settings.ts';
import { firstOrder, secondOrder } from '../../../experiments/oneshot/rnn/architecture-gradient.ts';
import {
  drawAlphas,
  edgeWeightRows,
  edgeWeights,
} from '../../../experiments/oneshot/rnn/architecture-weights.ts';
import { key } from '../../../experiments/rng/key.ts';
import { countRnn, countRnnSuperNet } from '../../../experiments/space/darts-rnn/counts.ts';
import { namedRnn } from '../../../experiments/space/darts-rnn/named.ts';
import { dartsRnn } from '../../../experiments/space/darts-rnn/space.ts';
import type { RnnSearchRun } from '../../../experiments/task/language/search-run.ts';
import type { LanguageTrainingSettings } from '../../../experiments/task/language/settings.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { distance } from '../model/golden.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const grammar = generateGrammar();
const corpus: Corpus = {
  ...grammar,
  train: grammar.train.slice(0, 240),
  validation: grammar.validation.slice(0, 120),
};

const training: LanguageTrainingSettings = {
  epochs: 2,
  batchSize: 8,
  unroll: 5,
  learningRate: 5,
  weightDecay: 5e-7,
  gradientClip: 0.25,
  width: 6,
  dropout: 0.2,
  dropoutHidden: 0.1,
  dropoutInputMask: 0.1,
  dropoutInput: 0.1,
  dropoutEmbedding: 0,
  slowness: 1e-3,
  averagingPatience: 0,
  averagingBelow: 0,
  averagingAfter: 0,
};
const rsws: RnnRandomWsSettings = {
  ...training,
  evaluated: 6,
  scoringBatchSize: 20,
};
const darts: RnnDartsSettings = {
  ...training,
  order: 'first',
  architectureLearningRate: 0.003,
  architectureMomentum: 0.9,
  architectureWeightDecay: 1e-3,
  warmUpEpochs: 0,
};

interface Progress {
  readonly done: number;
  readonly total: number;
}

function watched<S>(settings: S, seed: number) {
  const lines: JsonObject[] = [];
  const progress: Progress[] = [];
  const run: RnnSearchRun<S> = {
    settings,
    corpus,
    key: key(seed),
    observer: {
      line: (content) => lines.push(content),
      progress: (done, total) => progress.push({ done, total }),
    },
  };
  return { lines, progress, run };
}

async function search<S>(
  method: (run: RnnSearchRun<S>) => ReturnType<typeof searchRnnDarts>,
  settings: S,
  seed: number,
) {
  const { lines, progress, run } = watched(settings, seed);
  const found = await method(run);
  if (!found.ok) throw new Error(JSON.stringify(found.failures));
  return { ...found.value, lines, progress };
}

const words = { train: 8 * 29, validation: 8 * 14 };
const shape = { vocabulary: grammar.vocabulary.length, width: 6 };

describe('random search with weight sharing', () => {
  test('the same key finds the same with the same lines, another key not, and nothing leaks', async () => {
    const before = memory().numTensors;
    const first = await search(searchRnnWithSharedWeights, rsws, 1);
    expect(await search(searchRnnWithSharedWeights, rsws, 1)).toEqual(first);
    expect((await search(searchRnnWithSharedWeights, rsws, 2)).lines).not.toEqual(first.lines);
    expect(memory().numTensors).toBe(before);
  });

  test('it trains, scores every cell on the whole validation text, and takes the best', async () => {
    const { architecture, validation, lines, progress, cost } = await search(
      searchRnnWithSharedWeights,
      rsws,
      1,
    );
    const of = (phase: string) => lines.filter((line) => line['phase'] === phase);
    expect([of('train').length, of('score').length, lines.length]).toEqual([2, 6, 8]);
    expect(dartsRnn.validate(architecture)).toEqual([]);
    const best = of('score').find((line) => line['architecture'] === dartsRnn.id(architecture));
    expect(best?.['validationLoss']).toBe(validation.loss);
    expect(Math.min(...of('score').map((line) => Number(line['validationLoss'])))).toBe(validation.loss);
    // 120 words in 20 stretches of six, the first of which is not predicted.
    const scored = 20 * 5;
    expect(validation.tokens).toBe(scored);
    expect(of('train')[0]?.['validationPerplexity']).toBeCloseTo(
      Math.exp(Number(of('train')[0]?.['validationLoss'])),
      6,
    );
    const last = progress.at(-1);
    expect(last?.total).toBe(2 * (words.train + scored) + 6 * scored);
    // A rest of one step may be left out of a pass.
    expect((last?.total ?? 0) - (last?.done ?? 0)).toBeLessThanOrEqual(2 * 8);
    expect(cost.architectures).toBe(6);
    const each = countRnn(namedRnn.DARTS_V2.genotype, shape).multiplyAdds;
    const trained = (last?.done ?? 0) - (2 + 6) * scored;
    expect(cost.multiplyAdds).toBe(each * ((last?.done ?? 0) + 2 * trained));
  });

  test('texts that are too short are refused', async () => {
    const { run } = watched({ ...rsws, batchSize: 100 }, 1);
    expect(await searchRnnWithSharedWeights(run)).toMatchObject({
      ok: false,
      failures: [
        { message: 'The training text has 240 words; 100 stretches side by side need at least 300' },
      ],
    });
    const scoring = watched({ ...rsws, scoringBatchSize: 50 }, 1).run;
    expect(await searchRnnWithSharedWeights(scoring)).toMatchObject({
      ok: false,
      failures: [
        { message: 'The validation text has 120 words; 50 stretches side by side need at least 150' },
      ],
    });
  });
});

describe('DARTS over recurrent cells', () => {
  test.each(['first', 'second'] as const)(
    '%s order: the same key finds the same, and nothing leaks',
    async (order) => {
      const before = memory().numTensors;
      const short = { ...darts, order, epochs: 1 };
      const first = await search(searchRnnDarts, short, 1);
      expect(await search(searchRnnDarts, short, 1)).toEqual(first);
      expect(memory().numTensors).toBe(before);
      expect(dartsRnn.validate(first.architecture)).toEqual([]);
      expect(first.lines.length).toBe(1);
      const [line] = first.lines;
      expect(line?.['recurrent']).toEqual(first.architecture.recurrent);
      expect(line?.['alphas']).toHaveLength(180);
      expect(line?.['validationLoss']).toBe(first.validation.loss);
      const last = first.progress.at(-1);
      expect(last?.total).toBe(words.train + words.validation);
      const each = countRnnSuperNet(shape).multiplyAdds;
      const forward = (last?.done ?? 0) - words.validation;
      expect(first.cost.multiplyAdds).toBeGreaterThan(each * (3 * forward + words.validation));
    },
  );

  test('first and second order differ', async () => {
    const alphas = async (order: 'first' | 'second') =>
      (await search(searchRnnDarts, { ...darts, order, epochs: 1 }, 1)).lines[0]?.['alphas'];
    expect(await alphas('first')).not.toEqual(await alphas('second'));
  });

  test('alphas rest while warming up', async () => {
    const { lines } = await search(searchRnnDarts, { ...darts, warmUpEpochs: 1 }, 1);
    const drawn = lines.map((line) => line['alphas'] as number[])[0] ?? [];
    expect(drawn).toHaveLength(180);
    expect(Math.max(...drawn.map(Math.abs))).toBeLessThan(5e-3);
    expect(lines[1]?.['alphas']).not.toEqual(lines[0]?.['alphas']);
  });

  test('edge weights off the device are those of the model', () => {
    const alphas = drawAlphas(key(3));
    alphas.write(alphas.read().map((value) => 1000 * value));
    const onDevice = edgeWeights(alphas);
    expect(distance(onDevice, edgeWeightRows(alphas.read()).flat())).toBeLessThan(1e-6);
    onDevice.dispose();
    alphas.dispose();
  });
});

/** The example of Liu et al. 2019, figure 2: L_val = a w - 2 a + 1, L_train = w^2 - 2 a w + a^2. */
describe('the gradient of the architecture on a problem with a known answer', () => {
  const start = { a: 2, w: -2 };
  const rate = 0.1;

  const gradient = async (gradientClip: number, weightDecay = 0) => {
    const before = memory().numTensors;
    const a = new Parameter('a', [1], [start.a]);
    const w = new Parameter('w', [1], [start.w]);
    const training = (): Tensor => {
      const difference = sub(w.value, a.value);
      return sum(mul(difference, difference));
    };
    const validation = (): Tensor => sum(add(sub(mul(a.value, w.value), mul(a.value, 2)), 1));
    const second = await secondOrder(
      a,
      [w],
      { training, validation },
      { learningRate: rate, weightDecay, gradientClip },
    );
    const first = firstOrder(a, validation);
    const values = [first, second].map((tensor) => tensor.dataSync()[0] ?? NaN);
    expect(w.read()).toEqual(Float32Array.of(start.w));
    for (const tensor of [first, second, a, w]) tensor.dispose();
    expect(memory().numTensors).toBe(before);
    return values;
  };

  /** By hand: the gradient of L_train by w is -8, that of L_val by w' is a, the mixed derivative is -2. */
  const byHand = (clip: number, decay = 0): number => {
    const coefficient = clip / 8;
    const ahead = start.w - rate * (-8 * Math.min(1, coefficient) + decay * start.w);
    const direction = Math.min(start.a, clip);
    return ahead - 2 - rate * coefficient * (-2 * direction);
  };

  test.each([
    [8, 0],
    [16, 0],
    [4, 0],
    [1, 0],
    [1, 0.5],
  ])('with gradients clipped to %d and weight decay %d', async (clip, decay) => {
    const [first, second] = await gradient(clip, decay);
    expect(first).toBeCloseTo(start.w - 2, 5);
    expect(second).toBeCloseTo(byHand(clip, decay), 3);
  });

  test('where clipping does nothing and its coefficient is 1, it is that of the paper', async () => {
    const [, second] = await gradient(8);
    expect(second).toBeCloseTo(-4 + 12 * rate, 3);
  });
});
