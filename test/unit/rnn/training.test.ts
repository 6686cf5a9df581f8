import { memory, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Corpus } from '../../../experiments/data/language/corpus.ts';
import {
  bigramEntropy,
  compileProcess,
  entropyRate,
  generateWords,
} from '../../../experiments/data/language/word-process.ts';
import { Sgd, startEngine } from '../../../experiments/engine/index.ts';
import { type CellMode, LanguageModel } from '../../../experiments/model/rnn/language-model.ts';
import { withCell } from '../../../experiments/model/rnn/recurrent-model.ts';
import { decodeSafetensors } from '../../../experiments/model/safetensors.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { countRnn } from '../../../experiments/space/darts-rnn/counts.ts';
import { namedRnn } from '../../../experiments/space/darts-rnn/named.ts';
import { text } from '../../../experiments/space/darts-rnn/network.ts';
import { evaluateLanguage } from '../../../experiments/task/language/evaluate.ts';
import { compareLanguageScores, perplexity } from '../../../experiments/task/language/score.ts';
import type { LanguageTrainingSettings } from '../../../experiments/task/language/settings.ts';
import type { LanguageEpoch } from '../../../experiments/task/language/space.ts';
import { sideBySide } from '../../../experiments/task/language/text-blocks.ts';
import { slownessOf, trainPass } from '../../../experiments/task/language/train-pass.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

/** A letter, a blank, the letter again as a capital, which only memory can predict. */
const process = compileProcess('say', (state) => {
  const [phase, letter = ''] = state.split(' ');
  if (phase === 'say') return ['a', 'b'].map((word) => ({ word, probability: 0.5, next: `hide ${word}` }));
  if (phase === 'hide') return [{ word: '_', probability: 1, next: `tell ${letter}` }];
  return [{ word: letter.toUpperCase(), probability: 1, next: 'say' }];
});
const part = (name: string, count: number): Int32Array =>
  generateWords(process, count, draws(split(key(1), name)));
const corpus: Corpus = {
  name: 'letters',
  vocabulary: process.vocabulary,
  train: part('train', 1200),
  validation: part('validation', 300),
  test: part('test', 300),
};

const settings: LanguageTrainingSettings = {
  epochs: 3,
  batchSize: 8,
  unroll: 8,
  learningRate: 5,
  weightDecay: 0,
  gradientClip: 0.5,
  width: 8,
  dropout: 0.1,
  dropoutHidden: 0,
  dropoutInputMask: 0,
  dropoutInput: 0,
  dropoutEmbedding: 0,
  slowness: 1e-3,
  averagingPatience: 0,
  averagingBelow: 0,
  averagingAfter: 0,
};
const { genotype } = namedRnn.DARTS_V2;
const withDarts = (model: LanguageModel) => withCell<CellMode>(model, () => ({ kind: 'path', genotype }));

async function train(changes: Partial<LanguageTrainingSettings>, seed: number, other: Partial<Corpus> = {}) {
  const epochs: LanguageEpoch[] = [];
  let words = 0;
  const trained = await text.train({
    genotype,
    settings: { ...settings, ...changes },
    corpus: { ...corpus, ...other },
    key: key(seed),
    onEpoch: (epoch) => epochs.push(epoch),
    onStep: (tokens) => {
      words += tokens;
    },
  });
  return { trained, epochs, words };
}

async function value(run: Awaited<ReturnType<typeof train>>) {
  if (!run.trained.ok) throw new Error(JSON.stringify(run.trained.failures));
  const { validation, multiplyAdds } = run.trained.value;
  const { arrays } = decodeSafetensors(await run.trained.value.weights());
  const weights = [...arrays.values()].map(({ values }) => values);
  run.trained.value.dispose();
  return { weights, validation, multiplyAdds };
}

describe('training a language model', () => {
  test('the same key gives the same bits, another key others, and nothing leaks', async () => {
    const before = memory().numTensors;
    const [first, again, other] = [
      await value(await train({ epochs: 1 }, 1)),
      await value(await train({ epochs: 1 }, 1)),
      await value(await train({ epochs: 1 }, 2)),
    ];
    expect(again).toEqual(first);
    expect(other.weights).not.toEqual(first.weights);
    expect(memory().numTensors).toBe(before);
  });

  test('it learns what the word before tells, and no loss is below the floor', async () => {
    const changes = { epochs: 4, batchSize: 4, width: 12, learningRate: 3, dropout: 0, slowness: 0 };
    const run = await train(changes, 3);
    const { validation } = await value(run);
    expect(entropyRate(process)).toBeCloseTo(Math.LN2 / 3, 10);
    expect(bigramEntropy(process)).toBeCloseTo((2 * Math.LN2) / 3, 10);
    expect(validation.loss).toBeLessThan(1.15 * bigramEntropy(process));
    expect(validation.loss).toBeGreaterThan(0.9 * entropyRate(process));
    expect(validation.tokens).toBe(290);
    expect(run.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(validation.loss).toBe(Math.min(...run.epochs.map((epoch) => epoch.validation.loss)));
  });

  test('a test text is read in as many stretches as asked for, each from a state of nothing', async () => {
    const trained = await text.train({ genotype, settings: { ...settings, epochs: 1 }, corpus, key: key(1) });
    if (!trained.ok) throw new Error(JSON.stringify(trained.failures));
    const scoreOf = trained.value.measure;
    const [whole, halves] = [await scoreOf(corpus.test, 1), await scoreOf(corpus.test, 2)];
    const parts = [await scoreOf(corpus.test.slice(0, 150), 1), await scoreOf(corpus.test.slice(150), 1)].map(
      ({ loss }) => loss,
    );
    expect([whole.tokens, halves.tokens]).toEqual([299, 298]);
    expect(halves.loss).toBeCloseTo(
      parts.reduce((sum, loss) => sum + loss / 2, 0),
      5,
    );
    expect(Math.abs(whole.loss - halves.loss)).toBeGreaterThan(1e-5);
    trained.value.dispose();
  });

  test('the cost counts three passes for each trained word and one for each measured', async () => {
    const run = await train({ epochs: 2 }, 1);
    const { multiplyAdds } = await value(run);
    const each = countRnn(genotype, { vocabulary: corpus.vocabulary.length, width: 8 }).multiplyAdds;
    const measured = 2 * 290;
    expect(multiplyAdds).toBe(each * (3 * (run.words - measured) + measured));
  });

  test('it becomes averaged when the loss stops falling', async () => {
    const run = await train({ epochs: 5, learningRate: 1e-6, averagingPatience: 1 }, 4, {
      // Validation on a text that training makes less likely, so that the loss rises from epoch to epoch.
      train: corpus.train.map((token) => (token === 1 ? 1 : 0)),
      validation: corpus.validation.map(() => 3),
    });
    expect(run.epochs.map(({ averaged }) => averaged)).toEqual([false, false, false, true, true]);
    await value(run);
  });

  test('texts that are too short are refused', async () => {
    const { trained } = await train({}, 1, { train: corpus.train.slice(0, 20) });
    expect(trained).toEqual({
      ok: false,
      failures: [
        {
          reason: 'job-refused',
          message: 'The training text has 20 words; 8 stretches side by side need at least 24',
        },
      ],
    });
  });

  test('a model that diverges from the start is refused, and nothing leaks', async () => {
    const before = memory().numTensors;
    const { trained } = await train({ learningRate: 1e38, gradientClip: 1e38 }, 1);
    expect(trained).toEqual({
      ok: false,
      failures: [
        {
          reason: 'diverged',
          message: 'Training diverged: the loss was no longer a number in epoch 1',
          hint: 'Lower learningRate or gradientClip',
          multiplyAdds: expect.any(Number),
        },
      ],
    });
    expect(memory().numTensors).toBe(before);
  });
});

describe('a loss that is not a number', () => {
  /** Settings whose learning rate breaks the weights at some of the steps. */
  const breaking = (isBroken: (step: number) => boolean): LanguageTrainingSettings => {
    let step = 0;
    return {
      ...settings,
      get learningRate() {
        step += 1;
        return isBroken(step) ? 1e38 : 1;
      },
    };
  };
  const trainBreaking = async (isBroken: (step: number) => boolean) => {
    const epochs: LanguageEpoch[] = [];
    const trained = await text.train({
      genotype,
      settings: breaking(isBroken),
      corpus,
      key: key(1),
      onEpoch: (epoch) => epochs.push(epoch),
    });
    return { trained, epochs, words: 0 };
  };

  test('sends training back to the best weights, from which it goes on', async () => {
    const before = memory().numTensors;
    const run = await trainBreaking((step) => step === 30);
    expect(run.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(run.epochs.every((epoch) => Number.isFinite(epoch.validation.loss))).toBe(true);
    const { weights, validation } = await value(run);
    expect(weights.every((values) => values.every(Number.isFinite))).toBe(true);
    expect(validation.loss).toBeLessThan(Math.log(5));
    expect(memory().numTensors).toBe(before);
  });

  test('again and again ends training', async () => {
    const { trained, epochs } = await trainBreaking((step) => step >= 30);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1]);
    expect(!trained.ok && trained.failures).toMatchObject([
      { message: 'Training diverged: the loss was no longer a number in epoch 2' },
    ]);
  });
});

describe('one pass', () => {
  test('a step changes weights by the clipped gradient, scaled by the length of the block', async () => {
    const rates: number[] = [];
    const model = new LanguageModel({ vocabulary: corpus.vocabulary.length, width: 8 }, 8, key(1));
    const optimizer = new Sgd(model.parameters);
    await trainPass({
      model: withDarts(model),
      settings: { ...settings, unroll: 9 },
      text: sideBySide(corpus.train, 8),
      nextLength: () => (rates.length % 2 === 0 ? 9 : 4),
      key: key(5),
      optimizer: {
        step: (gradients, rate) => {
          rates.push(rate);
          const squares = gradients.flatMap((gradient) =>
            [...(gradient?.dataSync() ?? [])].map((g) => g * g),
          );
          expect(Math.sqrt(squares.reduce((a, b) => a + b, 0))).toBeLessThan(settings.gradientClip * 1.001);
          optimizer.step(gradients, rate);
        },
      },
    });
    expect(new Set(rates)).toEqual(new Set([settings.learningRate, (settings.learningRate * 4) / 9]));
    model.dispose();
    optimizer.dispose();
  });

  test('slowness is the mean squared change from step to step', () => {
    const value = tidy(() => {
      const states = tensor2d([1, 2, 3, 4, 2, 2, 3, 0], [4, 2]);
      return slownessOf(states, 2, 0.5).dataSync()[0];
    });
    expect(value).toBeCloseTo((0.5 * (1 + 0 + 0 + 16)) / 4, 6);
  });
});

describe('measuring', () => {
  test('an untrained model is as good as chance, however the text is cut into blocks', async () => {
    const before = memory().numTensors;
    const model = new LanguageModel({ vocabulary: 5, width: 8 }, 8, key(1));
    const text = sideBySide(corpus.test, 10);
    const measure = (unroll: number) => evaluateLanguage({ model: withDarts(model), text, unroll });
    const whole = await measure(100);
    expect(whole.tokens).toBe(290);
    expect(whole.loss).toBeCloseTo(Math.log(5), 2);
    expect(perplexity(whole)).toBeCloseTo(5, 1);
    expect((await measure(7)).loss).toBeCloseTo(whole.loss, 5);
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test('a score that is not a number loses', () => {
    const scores = [NaN, 2, 1].map((loss) => ({ tokens: 1, loss }));
    expect(scores.sort(compareLanguageScores).map(({ loss }) => loss)).toEqual([1, 2, NaN]);
  });
});
