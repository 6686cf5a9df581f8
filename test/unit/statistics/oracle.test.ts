import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hedgesG, probabilityOfImprovement } from '../../../runner/statistics/effect-size.ts';
import { equivalenceTest } from '../../../runner/statistics/equivalence.ts';
import { type FriedmanTest, friedmanTest } from '../../../runner/statistics/friedman.ts';
import { normalCdf } from '../../../runner/statistics/normal.ts';
import { divisionTest, signFlipTest } from '../../../runner/statistics/permutation.ts';
import { powerOf } from '../../../runner/statistics/power.ts';
import { interquartileMean } from '../../../runner/statistics/quantile.ts';
import { noncentralCdf, studentCdf, studentQuantile } from '../../../runner/statistics/student-t.ts';
import { rangeCdf } from '../../../runner/statistics/studentized-range.ts';
import { summarize } from '../../../runner/statistics/summary.ts';
import { interval, meanDifference, pairedDifference, tTest } from '../../../runner/statistics/welch.ts';
import { kendall } from '../../../schemas/rank-correlation.ts';
import type { Result } from '../../../schemas/result.ts';

type Numbers = Readonly<Record<'mean' | 'median' | 'min' | 'max' | 'interquartileMean' | 'p' | 'df', number>>;

/** What SciPy 1.10 says, by scripts/oracles/statistics.py. */
interface Oracle {
  readonly summaries: readonly (Numbers & { readonly values: number[]; readonly std: number | null })[];
  readonly student: readonly Readonly<Record<'t' | 'df' | 'cdf' | 'quantile', number>>[];
  readonly normal: readonly Readonly<Record<'x' | 'cdf', number>>[];
  readonly noncentral: readonly Readonly<Record<'t' | 'df' | 'delta' | 'cdf', number>>[];
  readonly welch: readonly (Numbers & { readonly a: number[]; readonly b: number[] } & Readonly<
      Record<
        'low' | 'high' | 'margin' | 'equivalence' | 'hedges' | 'improvementMaximize' | 'division',
        number
      >
    >)[];
  readonly paired: readonly { readonly d: number[]; readonly t: number; readonly flip: number }[];
  readonly power: readonly (Readonly<Record<'difference' | 'std' | 'n' | 'power', number>> & {
    readonly kind: 'paired' | 'unpaired';
  })[];
  readonly friedman: readonly (FriedmanTest & { readonly blocks: readonly (readonly number[])[] })[];
  readonly range: readonly Readonly<Record<'q' | 'k' | 'cdf', number>>[];
  readonly kendall: readonly { readonly x: number[]; readonly y: number[]; readonly tau: number }[];
}
const oracle: Oracle = JSON.parse(readFileSync('test/fixtures/oracles/statistics.json', 'utf8'));

const claimed = <T>(claim: Result<T, unknown>): T => {
  if (!claim.ok) throw new Error(`expected a claim, found ${JSON.stringify(claim.failures)}`);
  return claim.value;
};
/** To 1e-9, relative to numbers above 1. */
const near = (found: number, expected: number) =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));

describe('statistics agree with SciPy to 1e-9', () => {
  it.each(oracle.summaries)('summary of $values', ({ values, mean, std, median, min, max, ...rest }) => {
    const found = summarize(values, 'minimize');
    expect([found.best, found.worst]).toEqual([min, max]);
    near(found.mean ?? Number.NaN, mean);
    near(found.median ?? Number.NaN, median);
    near(interquartileMean(values), rest.interquartileMean);
    if (std === null) expect(found.std).toBeNull();
    else near(found.std ?? Number.NaN, std);
  });

  it('distributions', () => {
    for (const { t, df, cdf, quantile } of oracle.student) {
      near(studentCdf(t, df), cdf);
      near(studentQuantile(0.975, df), quantile);
    }
    for (const { x, cdf } of oracle.normal) near(normalCdf(x), cdf);
    for (const { t, df, delta, cdf } of oracle.noncentral) near(noncentralCdf(t, df, delta), cdf);
  });

  it.each(oracle.welch)('two samples of $a.length and $b.length', ({ a, b, ...expected }) => {
    const estimate = claimed(meanDifference(a, b));
    near(estimate.df, expected.df);
    near(tTest(estimate), expected.p);
    const { low, high } = interval(estimate, 0.95);
    near(low, expected.low);
    near(high, expected.high);
    near(equivalenceTest(estimate, expected.margin).p, expected.equivalence);
    near(claimed(hedgesG(a, b)), expected.hedges);
    near(probabilityOfImprovement(a, b, 'maximize'), expected.improvementMaximize);
    near(claimed(divisionTest(a, b)).p, expected.division);
  });

  it.each(oracle.paired)('pairs $d', ({ d, t, flip }) => {
    near(tTest(claimed(pairedDifference(d))), t);
    near(claimed(signFlipTest(d)).p, flip);
  });

  it.each(oracle.power)(
    'power of $n seeds, $kind, for $difference',
    ({ difference, n, kind, std, power }) => {
      near(powerOf(difference, n, { kind, std }), power);
    },
  );

  it.each(oracle.kendall)('tau-b of $x and $y', ({ x, y, tau }) =>
    near(kendall(x, y).value ?? Number.NaN, tau),
  );

  it.each(oracle.friedman)(
    'ranks of methods over blocks, with ties and without',
    ({ blocks, ...expected }) => {
      const found = claimed(friedmanTest(blocks));
      for (const [i, rank] of expected.averageRanks.entries())
        near(found.averageRanks[i] ?? Number.NaN, rank);
      for (const name of ['chiSquare', 'p', 'criticalDifference'] as const) near(found[name], expected[name]);
    },
  );

  it('the range of several normal values', () => {
    for (const { q, k, cdf } of oracle.range) near(rangeCdf(q, k), cdf);
  });
});
