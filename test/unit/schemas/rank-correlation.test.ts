import { describe, expect, it } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { kendall, spearman } from '../../../schemas/rank-correlation.ts';

describe('rank correlations', () => {
  // Six pairs, with one tie in x.
  const tied = { x: [1, 2, 2, 3, 4, 5], y: [1, 3, 2, 4, 6, 5] };

  it("Kendall's tau-b with ties agrees with a count by hand", () => {
    // Of the 15 pairs one is tied in x; only 4-5 is discordant: (13 - 1) / sqrt(14 * 15).
    expect(kendall(tied.x, tied.y).value).toBe(12 / Math.sqrt(14 * 15));
  });

  it("Spearman's rho with ties agrees with Pearson's correlation of the ranks by hand", () => {
    // Ranks of x: 1, 2.5, 2.5, 4, 5, 6; of y: 1, 3, 2, 4, 6, 5. Sums of squares 17 and 17.5, of products 16.
    expect(spearman(tied.x, tied.y).value).toBeCloseTo(16 / Math.sqrt(17 * 17.5), 15);
  });

  it('agree with published examples of SciPy', () => {
    expect(kendall([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]).value).toBeCloseTo(-0.4714045207910316, 15);
    expect(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]).value).toBeCloseTo(0.8207826816681233, 15);
  });

  it('a swap of neighbours among n values costs what the formulas say', () => {
    const x = Array.from({ length: 10 }, (_, i) => i);
    const y = [1, 0, ...x.slice(2)];
    // tau = 1 - 2 * discordant / pairs; rho = 1 - 6 * sum of squared differences / (n^3 - n).
    expect(kendall(x, y).value).toBeCloseTo(1 - 4 / 90, 15);
    expect(spearman(x, y).value).toBeCloseTo(1 - 12 / 990, 15);
  });

  it('do not change under a monotone map, nor with the order of the pairs', () => {
    const pairs = tied.x.map((x, i) => [x, tied.y[i] ?? 0] as const);
    const shuffled = [3, 0, 5, 1, 4, 2].map((i) => pairs[i] ?? [0, 0]);
    const [x, y] = [shuffled.map(([a]) => a ** 3), shuffled.map(([, b]) => b * 7 - 100)];
    expect(kendall(x, y)).toEqual(kendall(tied.x, tied.y));
    expect(spearman(x, y)).toEqual(spearman(tied.x, tied.y));
  });

  it('have the intervals of Fisher’s z with the variances of Fieller', () => {
    const x = Array.from({ length: 12 }, (_, i) => i);
    const y = x.map((i) => (i * 7) % 12);
    for (const [measure, variance] of [
      [kendall, 0.437 / 8],
      [spearman, 1.06 / 9],
    ] as const) {
      const { value, interval } = measure(x, y);
      const half = 1.959963984540054 * Math.sqrt(variance);
      const expected = [-half, half].map((h) => Math.tanh(Math.atanh(value ?? Number.NaN) + h));
      expect(interval?.[0]).toBeCloseTo(expected[0] ?? Number.NaN, 13);
      expect(interval?.[1]).toBeCloseTo(expected[1] ?? Number.NaN, 13);
    }
  });

  it('intervals of normal pairs hold the known coefficient about 95 times in a hundred', () => {
    // For a correlation of 1/2: Spearman's rho is 6/pi asin(1/4), Kendall's tau 2/pi asin(1/2) = 1/3.
    const truths = [(6 / Math.PI) * Math.asin(0.25), 1 / 3];
    const source = draws(key(1));
    const rounds = 600;
    const held = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const a = Array.from({ length: 30 }, () => source.normal());
      const b = a.map((value) => 0.5 * value + Math.sqrt(0.75) * source.normal());
      [spearman(a, b), kendall(a, b)].forEach((found, i) => {
        const [low, high] = found?.interval ?? [1, -1];
        const truth = truths[i] ?? 0;
        if (low <= truth && truth <= high) held[i] = (held[i] ?? 0) + 1;
      });
    }
    for (const count of held) {
      expect(count / rounds).toBeGreaterThan(0.92);
      expect(count / rounds).toBeLessThan(0.98);
    }
  });

  it('say why there is no value or no interval', () => {
    expect(kendall([1], [2])).toEqual({
      ...{ value: null, interval: null, problem: { reason: 'too-few-pairs', needed: 2 } },
    });
    expect(spearman([1, 1, 1], [1, 2, 3]).problem).toEqual({ reason: 'constant', axis: 'x' });
    expect(kendall([1, 2, 3], [2, 2, 2]).problem).toEqual({ reason: 'constant', axis: 'y' });
    expect(kendall([1, 2, 3, 4], [1, 3, 2, 4])).toMatchObject({
      ...{ value: 4 / 6, interval: null, problem: { reason: 'too-few-pairs', needed: 5 } },
    });
    expect(spearman([1, 2, 3, 4], [1, 3, 2, 4])).toMatchObject({ problem: null });
    expect(kendall([1, 2, 3, 4, 5], [9, 8, 7, 6, 5])).toEqual({
      ...{ value: -1, interval: null, problem: { reason: 'perfect' } },
    });
  });

  it('refuse lists of different lengths', () => {
    expect(() => kendall([1, 2], [1])).toThrow(new TypeError('Expected as many y as x, got 1 and 2'));
  });
});
