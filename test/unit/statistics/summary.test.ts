import { describe, expect, it } from 'vitest';
import { quantile, quantileOf } from '../../../runner/statistics/quantile.ts';
import { RandomWords } from '../../../runner/statistics/random.ts';
import { summarize } from '../../../runner/statistics/summary.ts';

describe('summarize', () => {
  it('agrees with a sample worked out by hand', () => {
    // Mean 40 / 8 = 5; squares of the differences 9+1+1+1+0+0+4+16 = 32; 32 / 7 = 4.571428...
    expect(summarize([2, 4, 4, 4, 5, 5, 7, 9], 'minimize')).toEqual({
      n: 8,
      mean: 5,
      std: Math.sqrt(32 / 7),
      best: 2,
      worst: 9,
      median: 4.5,
    });
  });

  it('a single value has no standard deviation', () => {
    const all = { mean: 3, best: 3, worst: 3, median: 3 };
    expect(summarize([3], 'minimize')).toEqual({ n: 1, std: null, ...all });
  });

  it('an empty sample has nothing', () => {
    const nothing = { mean: null, std: null, best: null, worst: null, median: null };
    expect(summarize([], 'minimize')).toEqual({ n: 0, ...nothing });
  });

  it('the best value is the largest where more is better, and the worst the smallest', () => {
    expect(summarize([3, 1, 2], 'maximize')).toMatchObject({ best: 3, worst: 1, median: 2 });
  });

  it('a spread that is small against the mean keeps its digits', () => {
    expect(summarize([1e9 + 1, 1e9 + 2, 1e9 + 3], 'minimize').std).toBe(1);
  });
});

describe('quantile', () => {
  it('interpolates as R and NumPy do', () => {
    // numpy.quantile([1, 2, 4, 8], [0, 0.25, 0.5, 0.75, 1])
    const found = [0, 0.25, 0.5, 0.75, 1].map((portion) => quantile([1, 2, 4, 8], portion));
    expect(found).toEqual([1, 1.75, 3, 5, 8]);
  });

  it('refuses an empty sample', () => {
    expect(() => quantile([], 0.5)).toThrow(
      new TypeError('Expected `sorted` to have at least one value, got none'),
    );
  });
});

describe('a quantile of values in any order', () => {
  const random = new RandomWords('quantiles');
  const samples = [1, 2, 3, 10, 257].flatMap((n) =>
    // Many ties, few, and orders that are known to be hard.
    [2, 1000].flatMap((limit) => {
      const values = Array.from({ length: n }, () => random.below(limit) / 7);
      return [values, values.toSorted((a, b) => a - b), values.toSorted((a, b) => b - a)];
    }),
  );

  it.each([0, 0.025, 0.25, 0.5, 0.975, 1])('is that of the sorted ones: %d', (portion) => {
    for (const values of samples) {
      const sorted = values.toSorted((a, b) => a - b);
      expect(quantileOf(Float64Array.from(values), portion)).toBe(quantile(sorted, portion));
    }
  });
});
