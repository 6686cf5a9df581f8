import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { startsAveraging } from '../../../experiments/task/language/starts-averaging.ts';
import {
  blockAt,
  blocksOf,
  predictions,
  searchLength,
  sideBySide,
  textProblem,
  trainingLength,
} from '../../../experiments/task/language/text-blocks.ts';

const text = Int32Array.from({ length: 26 }, (_, i) => i);

describe('a text side by side', () => {
  test('stretches follow each other in the text, and the rest is left out', () => {
    const read = sideBySide(text, 4);
    expect(read.length).toBe(6);
    expect([...read.tokens.slice(0, 8)]).toEqual([0, 6, 12, 18, 1, 7, 13, 19]);
    expect(predictions(read)).toBe(20);
  });

  test('a block predicts the next word of every stretch, and ends with the text', () => {
    const read = sideBySide(text, 4);
    const block = blockAt(read, 1, 2);
    expect([...block.tokens]).toEqual([1, 7, 13, 19, 2, 8, 14, 20]);
    expect([...block.targets]).toEqual([...block.tokens].map((token) => token + 1));
    expect(blockAt(read, 4, 10).tokens.length).toBe(4);
  });

  test('the blocks of a pass follow each other without a gap', () => {
    const read = sideBySide(
      Int32Array.from({ length: 1000 }, (_, i) => i),
      2,
    );
    const blocks = [...blocksOf(read, trainingLength(20), draws(key(1)))];
    const seen = blocks.flatMap(({ block }) => [...block.tokens].filter((_, i) => i % 2 === 0));
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, i) => i));
    expect(seen.length).toBeGreaterThanOrEqual(498);
    for (const { block, drawnLength } of blocks.slice(0, -1))
      expect(block.tokens.length).toBe(2 * drawnLength);
  });

  test('a text too short for its stretches is told', () => {
    expect(textProblem('training', text, 8)).toBeUndefined();
    expect(textProblem('training', text, 9)).toBe(
      'The training text has 26 words; 9 stretches side by side need at least 27',
    );
  });
});

describe('lengths of blocks', () => {
  const sample = (next: ReturnType<typeof searchLength>, seed: number): number[] => {
    const source = draws(key(seed));
    return Array.from({ length: 4000 }, () => next(source));
  };

  test('a search halves one block in twenty', () => {
    const lengths = sample(searchLength(35), 1);
    expect(new Set(lengths)).toEqual(new Set([35, 17]));
    const short = lengths.filter((length) => length === 17).length / lengths.length;
    expect(Math.abs(short - 0.05)).toBeLessThan(0.015);
    expect(sample(searchLength(35), 1)).toEqual(lengths);
    expect(sample(searchLength(1), 1).every((length) => length === 1)).toBe(true);
  });

  test('training alone draws them around the same, within its limits', () => {
    const lengths = sample(trainingLength(35), 2);
    const long = lengths.filter((length) => length > 26);
    const middle = [...lengths].sort((a, b) => a - b)[2000] ?? 0;
    expect(Math.abs(middle - 34.5)).toBeLessThan(1);
    expect(Math.abs(long.length / lengths.length - 0.92)).toBeLessThan(0.04);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(55);
    expect(new Set(sample(trainingLength(1), 3))).toContain(5);
  });
});

describe('the switch to averaged SGD', () => {
  test.each([
    [[5, 4, 3], 3.5, 2, false],
    [[3, 4, 5, 6], 3.5, 2, true],
    [[3, 4], 9, 2, false],
    [[5, 4, 3, 2], 4.5, 2, true],
    [[5, 4, 3, 2], 3.9, 2, false],
    [[1, 1, 1, 1], 9, 0, false],
  ])('after %j a loss of %d, patience %d: %s', (earlier, loss, patience, switches) => {
    const settings = { averagingPatience: patience, averagingBelow: 0 };
    expect(startsAveraging(earlier, loss, settings)).toBe(switches);
  });

  test.each([
    [Math.log(77.9), true],
    [Math.log(78.1), false],
  ])('a bound of 78 on the perplexity holds for a loss of %d: %s', (loss, switches) => {
    const settings = { averagingPatience: 2, averagingBelow: 78 };
    expect(startsAveraging([3, 4, 5, 6], loss, settings)).toBe(switches);
  });
});
