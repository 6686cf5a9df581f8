/** Methods against the median of a reference that shares no seed with them. */
import { describe, expect, it } from 'vitest';
import { compareWithMedian } from '../../../runner/report/kinds/reference/compare-with-median.ts';
import { renderReference } from '../../../runner/report/kinds/reference/index.ts';
import { intervalFromMedian } from '../../../runner/statistics/difference-from-median.ts';
import { latexProblems } from '../../util/latex.ts';
import { samples } from './sample-samples.ts';

const found = [51.2, 48.9, 55, 50.1, 47.7, 52.4];
const random = [53.1, 56.2, 49, 58.8, 54.4, 51.7, 57, 50.2, 55.5, 52.9];

/** Rows `darts` and `random`, each with its own number of values. */
function table(darts: readonly number[], reference: readonly number[]) {
  const both = [darts, reference];
  const longest = Math.max(darts.length, reference.length);
  const shape = { methods: ['darts', 'random'], seedSets: ['only'], searches: longest, evaluations: 1 };
  const value = (method: number, _set: number, search: number) => both[method]?.[search] ?? 0;
  const padded = samples({ ...shape, kind: 'reference', value });
  const rows = padded.rows.map((row, i) => ({ ...row, values: row.values.slice(0, both[i]?.length) }));
  return { ...padded, rows };
}

describe('a comparison with the median of a reference', () => {
  it('counts what is better, and how far the mean lies from the median', () => {
    const { references, rows } = compareWithMedian(table(found, random), 'random');
    expect(references).toEqual([{ label: 'random', n: 10, median: 53.75 }]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ label: 'darts', reference: 'random', n: 6, better: 5 });
    expect(rows[0]?.difference).toBeCloseTo(-2.866667, 6);
  });

  it('has the p-value of all 8,008 divisions', () => {
    const test = compareWithMedian(table(found, random), 'random').rows[0]?.test;
    // Counted by itertools.combinations of Python.
    expect(test?.ok && test.value).toEqual({ p: expect.closeTo(0.068931069, 9), isExact: true });
  });

  it('counts no value that equals the median', () => {
    const { rows } = compareWithMedian(table([53.75, 53.75, 53.74, 60, 60], random), 'random');
    expect(rows[0]?.better).toBe(1);
  });

  it('says why there is no interval, and has no difference, where values are few or none', () => {
    const few = compareWithMedian(table([50, 51, 52, 53], random), 'random').rows[0];
    expect(few?.interval).toMatchObject({ failures: [{ reason: 'too-few', found: 4, needed: 5 }] });
    expect(few?.difference).toBe(-2.25);
    const none = compareWithMedian(table([], random), 'random').rows[0];
    expect(none).toMatchObject({ n: 0, mean: null, difference: null, better: 0 });
  });

  it('reads as a table, with the reference in a note', () => {
    const { terminal, results } = renderReference(table(found, random), 'random', 'study');
    expect(terminal).toMatchInlineSnapshot(`
      "Test error by seed set (textures10)

      Method  n  Test error (%)  Better than the median  Difference  95 % interval      p
      ------  -  --------------  ----------------------  ----------  -------------  -----
      darts   6    50.88 ± 2.61                  5 of 6       -2.87  [-6.15, 0.13]  0.069

      reference: random, median 53.75 of n = 10
      test.errorPercent of evaluate; a ± s: mean and sample standard deviation (denominator n - 1) of n values; better: lower
      difference: mean of the method less median of the reference; interval: percentiles of a bootstrap of both samples
      p: two-sided permutation test of the difference of means; not corrected for the number of rows
      "
    `);
    expect(latexProblems(results['main.tex'] ?? '')).toEqual([]);
    expect(results['main.csv']?.split('\r\n')[0]).toContain('referenceMedian,better,difference,low,high,p');
  });
});

describe('the interval of a difference from a median', () => {
  it('resamples both samples', () => {
    const claim = intervalFromMedian(found, random);
    // 400,000 replicates with Python's own generator.
    const { low, high } = claim.ok ? claim.value : { low: Number.NaN, high: Number.NaN };
    expect(Math.abs(low - -6.183)).toBeLessThan(0.1);
    expect(Math.abs(high - 0.117)).toBeLessThan(0.1);
    expect(intervalFromMedian(found, random)).toEqual(claim);
  });

  it('is a point where neither sample varies', () => {
    const claim = intervalFromMedian([3, 3, 3, 3, 3], [5, 5, 5, 5, 5]);
    expect(claim.ok && claim.value).toEqual({ low: -2, high: -2 });
  });
});
