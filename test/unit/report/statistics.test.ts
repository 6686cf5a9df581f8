import { describe, expect, it } from 'vitest';
import { summarize } from '../../../runner/report/statistics.ts';

describe('summarize', () => {
  it('agrees with a sample worked out by hand', () => {
    // Mean 40 / 8 = 5; squares of the differences 9+1+1+1+0+0+4+16 = 32; 32 / 7 = 4.571428...
    expect(summarize([2, 4, 4, 4, 5, 5, 7, 9], 'minimize')).toEqual({
      n: 8,
      mean: 5,
      std: Math.sqrt(32 / 7),
      best: 2,
    });
  });

  it('a single value has no standard deviation', () => {
    expect(summarize([3], 'minimize')).toEqual({ n: 1, mean: 3, std: null, best: 3 });
  });

  it('an empty sample has nothing', () => {
    expect(summarize([], 'minimize')).toEqual({ n: 0, mean: null, std: null, best: null });
  });

  it('the best value is the largest where more is better', () => {
    expect(summarize([1, 3, 2], 'maximize').best).toBe(3);
  });

  it('a spread that is small against the mean keeps its digits', () => {
    expect(summarize([1e9 + 1, 1e9 + 2, 1e9 + 3], 'minimize').std).toBe(1);
  });
});
