import { describe, expect, test } from 'vitest';
import { sparkline, trajectorySeries, trialsOf } from '../../../runner/trace/trajectory-series.ts';

describe('the series of a trajectory', () => {
  test('each phase gives the number that tells most, with the lowest and its line', () => {
    expect(
      trajectorySeries([
        { phase: 'train', epoch: 0, trainLoss: 2.3, trainErrorPercent: 90 },
        { phase: 'train', epoch: 1, trainLoss: 1.9, trainErrorPercent: 70.5 },
        { phase: 'train', epoch: 2, trainLoss: 1.8, trainErrorPercent: 71 },
        { phase: 'score', validationErrorPercent: 55, errorPercent: 1 },
        { phase: 'note', text: 'no number' },
      ]),
    ).toEqual([
      { phase: 'train', field: 'trainErrorPercent', values: [90, 70.5, 71], best: { value: 70.5, line: 2 } },
      { phase: 'score', field: 'validationErrorPercent', values: [55], best: { value: 55, line: 1 } },
    ]);
  });

  test('numbers of nested objects count, those of validation first', () => {
    const lines = [
      { phase: 'search', train: { errorPercent: 80 }, validation: { errorPercent: 85, loss: 2 } },
    ];
    expect(trajectorySeries(lines)).toEqual([
      { phase: 'search', field: 'validation.errorPercent', values: [85], best: { value: 85, line: 1 } },
    ]);
  });

  test('lines without a phase are one series', () => {
    expect(trajectorySeries([{ perplexity: 9 }, { perplexity: 8 }])).toEqual([
      { phase: null, field: 'perplexity', values: [9, 8], best: { value: 8, line: 2 } },
    ]);
  });
});

describe('trials', () => {
  test('are as many as the search says; the best is the lowest score', () => {
    const lines = [
      { phase: 'train', trial: 0, trainErrorPercent: 2 },
      { phase: 'score', trial: 0, validationErrorPercent: 40 },
      { phase: 'score', trial: 1, validationErrorPercent: 35 },
      { phase: 'incumbent', trial: 1, validationErrorPercent: 34 },
    ];
    expect(trialsOf(lines, 2)).toEqual({ count: 2, best: 35, field: 'validationErrorPercent' });
  });

  test('of a search that notes only what is better than before have the last such as the best', () => {
    const lines = [8, 7, 6].map((validationErrorPercent) => ({ phase: 'incumbent', validationErrorPercent }));
    expect(trialsOf(lines, 12)).toEqual({ count: 12, best: 6, field: 'validationErrorPercent' });
  });

  test('without scores are only counted', () => {
    expect(trialsOf([{ phase: 'search', trainLoss: 2 }], 1)).toEqual({ count: 1, best: null, field: null });
  });
});

describe('a curve in one line', () => {
  test.each([
    [[0, 7, 3], '▁█▄'],
    [[5], '▁'],
    [[2, 2, 2], '▁▁▁'],
    [[], ''],
  ])('%j is %s', (values, text) => {
    expect(sparkline(values)).toBe(text);
  });

  test('is at most 40 wide, each block the mean of its share', () => {
    const text = sparkline(Array.from({ length: 80 }, (_, i) => i));
    expect(text).toHaveLength(40);
    expect([text[0], text.at(-1)]).toEqual(['▁', '█']);
  });
});
