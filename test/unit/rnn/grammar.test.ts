import { describe, expect, test } from 'vitest';
import {
  generateGrammar,
  grammarBigramEntropy,
  grammarEntropy,
  grammarProcess,
} from '../../../experiments/data/language/grammar.ts';
import {
  bigramEntropy,
  compileProcess,
  entropyRate,
  generateWords,
  oracleLoss,
  stationaryDistribution,
} from '../../../experiments/data/language/word-process.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { log } from '../../../schemas/exact-math.ts';

const process = grammarProcess();
const entropy = grammarEntropy();
const bigramFloor = grammarBigramEntropy();

const corpus = generateGrammar();

describe('word processes', () => {
  test('a fair coin has the entropy of a coin, and one word back helps nobody', () => {
    const coin = compileProcess('toss', () => [
      { word: 'heads', probability: 0.5, next: 'toss' },
      { word: 'tails', probability: 0.5, next: 'toss' },
    ]);
    expect(entropyRate(coin)).toBeCloseTo(Math.LN2, 14);
    expect(bigramEntropy(coin)).toBeCloseTo(Math.LN2, 14);
  });

  test('the golden mean process has its known entropy', () => {
    // After a 1 comes a 0; after a 0 either. Two thirds of the time is spent after a 0.
    const process = compileProcess('free', (state) =>
      state === 'free'
        ? [
            { word: '0', probability: 0.5, next: 'free' },
            { word: '1', probability: 0.5, next: 'bound' },
          ]
        : [{ word: '0', probability: 1, next: 'free' }],
    );
    expect([...stationaryDistribution(process)]).toEqual([
      expect.closeTo(2 / 3, 12),
      expect.closeTo(1 / 3, 12),
    ]);
    expect(entropyRate(process)).toBeCloseTo((2 / 3) * Math.LN2, 12);
  });

  test('where two words back decide, the bigram is worse than the truth by the missing bit', () => {
    // A bit, a blank that hides it, the bit again: only the bit itself is news.
    const process = compileProcess('say', (state) =>
      state === 'say'
        ? ['a', 'b'].map((word) => ({ word, probability: 0.5, next: `blank ${word}` }))
        : [
            state.startsWith('blank')
              ? { word: '_', probability: 1, next: `repeat ${state.slice(6)}` }
              : { word: `${state.slice(7)}'`, probability: 1, next: 'say' },
          ],
    );
    expect(entropyRate(process)).toBeCloseTo(Math.LN2 / 3, 3);
    expect(bigramEntropy(process)).toBeCloseTo((2 * Math.LN2) / 3, 3);
  });

  test('probabilities that do not add up, and words listed twice, are refused', () => {
    expect(() => compileProcess('a', () => [{ word: 'x', probability: 0.5, next: 'a' }])).toThrow(
      'State a has a total probability of 0.5',
    );
    const twice = { word: 'x', probability: 0.5, next: 'a' };
    expect(() => compileProcess('a', () => [twice, twice])).toThrow('State a lists a word twice');
  });
});

describe('the grammar corpus', () => {
  test('its words, states and floors are fixed', () => {
    expect(process.vocabulary.length).toBe(76);
    expect(process.states.length).toBe(184);
    expect(entropy).toBeCloseTo(1.6319195, 6);
    expect(bigramFloor).toBeCloseTo(2.3466667, 6);
  });

  test('the stationary distribution is one', () => {
    const stationary = stationaryDistribution(process);
    const after = new Float64Array(stationary.length);
    process.states.forEach((choices, state) => {
      for (const { probability, next } of choices) {
        after[next] = (after[next] ?? 0) + probability * (stationary[state] ?? 0);
      }
    });
    expect(stationary.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    after.forEach((value, state) => {
      expect(Math.abs(value - (stationary[state] ?? 0))).toBeLessThan(1e-14);
    });
  });

  test('the texts are the same everywhere', () => {
    expect([corpus.train.length, corpus.validation.length, corpus.test.length]).toEqual([30_000, 5000, 5000]);
    const words = [corpus.train, corpus.validation, corpus.test].map((part) =>
      sha256([...part].map((token) => corpus.vocabulary[token]).join(' ')),
    );
    expect(words).toMatchInlineSnapshot(`
      [
        "ce9a08be23c726eb02e141d44a3c98a774b58e22103800fd5b43a5825a6073e6",
        "310b408c0286d43750352fd64735f678b57dd668c91f6204cdf684fd7f696b5f",
        "f427f58873e6e078f94a21d04f798d19ac69b7fa5db61733e28a770bf31c3bf1",
      ]
    `);
    expect(generateGrammar()).toEqual(corpus);
  });

  test('every word of the vocabulary occurs', () => {
    expect(new Set(corpus.train).size).toBe(corpus.vocabulary.length);
  });

  test('verbs agree with their subjects and not with what stands between', () => {
    const words = [...corpus.train].map((token) => corpus.vocabulary[token]);
    const at = words.findIndex(
      (word, i) => word === 'a' && words[i + 2] === 'near' && words[i + 4]?.endsWith('s'),
    );
    expect(words.slice(at, at + 6)).toMatchInlineSnapshot(`
      [
        "a",
        "cloud",
        "near",
        "bakers",
        "chases",
        "the",
      ]
    `);
  });
});

/** Nats per word of counts of what followed each context, with one added to each count, on another text. */
function countedLoss(
  contextOf: (tokens: Int32Array) => (number | string)[],
  train: Int32Array,
  test: Int32Array,
) {
  const size = corpus.vocabulary.length;
  const counts = new Map<number | string, Map<number, number>>();
  contextOf(train).forEach((context, i) => {
    const row = counts.get(context) ?? new Map<number, number>();
    row.set(train[i] ?? 0, (row.get(train[i] ?? 0) ?? 0) + 1);
    counts.set(context, row);
  });
  let sum = 0;
  contextOf(test).forEach((context, i) => {
    const row = counts.get(context);
    const total = [...(row?.values() ?? [])].reduce((a, b) => a + b, 0);
    sum -= log(((row?.get(test[i] ?? 0) ?? 0) + 0.05) / (total + 0.05 * size));
  });
  return sum / test.length;
}

const statesOf = (tokens: Int32Array): number[] => {
  let state = 0;
  return [...tokens].map((token) => {
    const here = state;
    state = process.states[state]?.find(({ word }) => word === token)?.next ?? -1;
    return here;
  });
};
const previousWords =
  (count: number) =>
  (tokens: Int32Array): string[] =>
    [...tokens].map((_, i) => tokens.slice(Math.max(0, i - count), i).join());

describe('the floor of the grammar corpus', () => {
  const long = generateWords(process, 400_000, draws(key(5)));
  const test_ = generateWords(process, 100_000, draws(key(6)));

  test('the process itself reaches it on a long text', () => {
    expect(Math.abs(oracleLoss(process, long) - entropy)).toBeLessThan(0.005);
    // The corpus' own parts are short; their standard error is about 0.011.
    for (const part of [corpus.train, corpus.validation, corpus.test]) {
      expect(Math.abs(oracleLoss(process, part) - entropy)).toBeLessThan(0.05);
    }
  });

  test('counts that know the state approach it from above', () => {
    const loss = countedLoss(statesOf, long, test_);
    expect(loss).toBeGreaterThan(oracleLoss(process, test_));
    expect(loss - entropy).toBeLessThan(0.02);
  });

  test('counts of one word back approach the bigram floor, far above', () => {
    const loss = countedLoss(previousWords(1), long, test_);
    expect(Math.abs(loss - bigramFloor)).toBeLessThan(0.02);
  });

  test('longer contexts help, and none gets below the process', () => {
    const floor = oracleLoss(process, test_);
    const losses = [1, 2, 3, 4].map((count) => countedLoss(previousWords(count), long, test_));
    for (const loss of losses) expect(loss).toBeGreaterThan(floor);
    expect(losses[1]).toBeLessThan((losses[0] ?? 0) - 0.1);
    expect(losses[2]).toBeLessThan(losses[1] ?? 0);
  });

  test('a text of another process is refused', () => {
    expect(() => oracleLoss(process, Int32Array.of(999))).toThrow(
      'Expected a text of the process, got token 999 at 0',
    );
  });
});
