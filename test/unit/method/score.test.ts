import { describe, expect, test } from 'vitest';
import { decisionLine } from '../../../experiments/method/decision-log.ts';
import { declareScores } from '../../../experiments/method/declared-scores.ts';
import { runOnLogicalClock } from '../../../experiments/method/logical-clock.ts';
import { randomSearch } from '../../../experiments/method/random.ts';
import { rewardOf } from '../../../experiments/method/reinforce.ts';
import { compareScores, isMeasured, noScore, worstScore } from '../../../experiments/method/score.ts';
import { key } from '../../../experiments/rng/key.ts';
import { ok } from '../../../schemas/result.ts';
import { errorScore } from './error-score.ts';

const splits = ['validation', 'test'] as const;
/** More is better in the first, and the test part alone has the second. */
const declared = declareScores(
  { name: 'accuracy', unit: '', digits: 3, goal: 'maximize', worst: 0, splits },
  { name: 'robustness', unit: '', digits: 3, goal: 'maximize', worst: 0, splits: ['test'] },
  { name: 'loss', unit: 'nats', digits: 3, goal: 'minimize', worst: Infinity, splits },
);
const accuracyScore = (accuracy: number, loss = 0) => declared.score({ accuracy, loss, robustness: 9 });

test('scores compare by errors, then by loss, and a number beats none', () => {
  expect(compareScores(errorScore(1, 9), errorScore(2, 0))).toBe(-1);
  expect(compareScores(errorScore(1, 1), errorScore(1, 0))).toBe(1);
  expect(compareScores(errorScore(1, 1), errorScore(1, 1))).toBe(0);
  expect(compareScores(errorScore(1, NaN), errorScore(1, 3))).toBe(1);
});

describe('a score of which more is better', () => {
  test('wins with more of it', () => {
    expect(compareScores(accuracyScore(0.9), accuracyScore(0.8))).toBe(-1);
    expect(compareScores(accuracyScore(0.8), accuracyScore(0.9))).toBe(1);
    expect(compareScores(accuracyScore(0.9, 2), accuracyScore(0.9, 1))).toBe(1);
    expect(compareScores(accuracyScore(NaN), accuracyScore(0.1))).toBe(1);
  });

  test('is told without what only test data shows', () => {
    expect(accuracyScore(0.9, 2).values).toEqual([0.9, 2]);
    expect(declared.objectives.map(({ name }) => name)).toEqual(['accuracy', 'loss']);
  });

  test('is what a search maximises, and what its log says', async () => {
    const numbers = { sample: (source: { uniform(): number }) => source.uniform() };
    const lines: string[] = [];
    const found = await runOnLogicalClock<number, never>({
      method: randomSearch(numbers, { epochs: 1, key: key(1) }),
      evaluate: ({ architecture }) =>
        ok({ score: accuracyScore(architecture, 1), seconds: 1, isValid: true }),
      ...{ logicalWorkers: 1, evaluations: 20, simulatedSeconds: 0, id: String },
      onDecision: (decision) => lines.push(decisionLine(decision)),
    });
    if (!found.ok) throw new Error('it did not fail');
    const accuracies = found.value.incumbents.map(({ score }) => score.values[0]);
    expect(accuracies.length).toBeGreaterThan(1);
    expect(accuracies).toEqual(accuracies.toSorted((a, b) => a - b));
    const finished = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'finish');
    expect(Math.max(...finished.map(({ validationAccuracy }) => validationAccuracy))).toBe(accuracies.at(-1));
    expect(finished[0]).toMatchObject({ validationLoss: 1 });
    expect(Object.keys(finished[0])).not.toContain('validationErrorPercent');
  });
});

test('a crash is no measurement; what is no architecture has the worst values', () => {
  expect(isMeasured(noScore(declared.objectives))).toBe(false);
  expect(noScore(declared.objectives).values).toEqual([NaN, NaN]);
  expect(worstScore(declared.objectives).values).toEqual([0, Infinity]);
  expect(worstScore(errorScore(1, 1).objectives).values).toEqual([100, Infinity]);
});

test('a task that measures nothing on validation data is refused', () => {
  expect(() =>
    declareScores({ name: 'loss', unit: '', digits: 3, goal: 'minimize', worst: Infinity, splits: ['test'] }),
  ).toThrow(new TypeError('Expected a score of validation data, by which methods compare; found none'));
});

describe('the reward of a score', () => {
  const perplexities = declareScores({
    ...{ name: 'perplexity', unit: '', digits: 2, goal: 'minimize', worst: Infinity, splits },
  });

  test('is the accuracy for an error, to the bit', () => {
    for (const error of [0, 3.3, 12.345678901234567, 99.9, 100]) {
      expect(rewardOf(errorScore(error, 1))).toBe(1 - error / 100);
    }
  });

  test('is the value where more is better', () => expect(rewardOf(accuracyScore(0.7))).toBe(0.7));

  test('falls with the perplexity, and is none for what is no architecture', () => {
    expect(rewardOf(perplexities.score({ perplexity: 160 }))).toBe(0.5);
    expect(rewardOf(worstScore(perplexities.objectives))).toBe(0);
  });

  test('is no number for a crash', () => {
    for (const { objectives } of [perplexities, declared, errorScore(0, 0)]) {
      expect(rewardOf(noScore(objectives))).toBeNaN();
    }
  });
});
