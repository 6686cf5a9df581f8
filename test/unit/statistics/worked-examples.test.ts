import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../runner/statistics/bootstrap.ts';
import { noClaimText } from '../../../runner/statistics/claim.ts';
import { equivalenceTest } from '../../../runner/statistics/equivalence.ts';
import { criticalDifference, friedmanTest } from '../../../runner/statistics/friedman.ts';
import { holm } from '../../../runner/statistics/holm.ts';
import {
  divisionTest,
  fewestPairs,
  fewestPerSample,
  signFlipTest,
} from '../../../runner/statistics/permutation.ts';
import { detectableDifference, powerOf, seedsNeeded } from '../../../runner/statistics/power.ts';
import { RandomWords } from '../../../runner/statistics/random.ts';
import { rankStability } from '../../../runner/statistics/rank-stability.ts';
import { varianceComponents } from '../../../runner/statistics/variance-components.ts';
import { meanDifference, pairedDifference, tTest } from '../../../runner/statistics/welch.ts';

const values = <T>(claim: { readonly ok: boolean; readonly value?: T }): T => {
  if (claim.value === undefined) throw new Error('expected a claim');
  return claim.value;
};

describe('published worked examples', () => {
  it("Darwin's maize: 863 of 32,768 sign patterns are as far out on one side (Fisher 1935, section 21)", () => {
    const differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    expect(values(signFlipTest(differences))).toEqual({ p: (2 * 863) / 32_768, isExact: true });
  });

  it("Student's sleep data: t tests of pairs and of two samples (Student 1908)", () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const pairs = first.map((value, i) => value - (second[i] ?? 0));
    expect(tTest(values(pairedDifference(pairs)))).toBeCloseTo(0.00283289, 8);
    const welch = values(meanDifference(first, second));
    expect([welch.df, tTest(welch)].map((x) => x.toFixed(5))).toEqual(['17.77647', '0.07939']);
  });

  it('four variants of C4.5 on 14 data sets (Demšar 2006, section 3.2.2)', () => {
    // The ranks that its Table 6 prints.
    const ranks = [
      ...[
        [4, 3, 2, 1],
        [1, 2, 3, 4],
        [4, 1, 2, 3],
        [4, 1, 3, 2],
        [4, 2, 3, 1],
        [1, 2.5, 4, 2.5],
        [3, 2, 4, 1],
      ],
      ...[
        [2.5, 2.5, 4, 1],
        [4, 3, 2, 1],
        [2.5, 2.5, 2.5, 2.5],
        [4, 2.5, 1, 2.5],
        [3, 2, 4, 1],
        [4, 1, 2, 3],
      ],
      [3, 1, 4, 2],
    ];
    const found = values(friedmanTest(ranks));
    expect(found.averageRanks.map((rank) => rank.toFixed(3))).toEqual(['3.143', '2.000', '2.893', '1.964']);
    expect(found.criticalDifference.toFixed(2)).toBe('1.25');
    expect(criticalDifference(4, 14, 0.1).toFixed(2)).toBe('1.12');
    // The paper does not correct for its ties: three of two, one of four.
    const chiSquare = found.chiSquare * (1 - (3 * (2 ** 3 - 2) + (4 ** 3 - 4)) / (14 * (4 ** 3 - 4)));
    expect([chiSquare, (13 * chiSquare) / (14 * 3 - chiSquare)].map((x) => x.toFixed(2))).toEqual([
      '9.28',
      '3.69',
    ]);
  });

  it('Holm: four p-values', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(12)));
    expect(adjusted).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  it('nested variance: purity of batches of suppliers (Montgomery, Design and Analysis of Experiments, 14-1)', () => {
    const purity = [
      [
        [1, -1, 0],
        [-2, -3, -4],
        [-2, 0, 1],
        [1, 4, 0],
      ],
      [
        [1, -2, -3],
        [0, 4, 2],
        [-1, 0, -2],
        [0, 3, 2],
      ],
      [
        [2, 4, 0],
        [-2, 0, 2],
        [1, -1, 2],
        [3, 2, 1],
      ],
    ];
    const { set, search, evaluation } = varianceComponents(purity);
    // Printed: 2.64 and 1.71; that of the suppliers is below zero.
    expect([set, search?.toFixed(2), evaluation?.toFixed(2)]).toEqual([0, '1.71', '2.64']);
  });

  it('sixteen subjects a group find a difference of one standard deviation with power 0.78, seventeen with 0.8 (Cohen 1988)', () => {
    const design = { kind: 'unpaired', std: 1 } as const;
    expect(powerOf(1, 16, design).toFixed(2)).toBe('0.78');
    expect(seedsNeeded(1, design)).toBe(17);
    expect(powerOf(detectableDifference(10, design), 10, design)).toBeCloseTo(0.8, 10);
    expect(seedsNeeded(0.0001, design)).toBeNull();
  });

  it('xoshiro128**: the first words of the state 1, 2, 3, 4', () => {
    const words = new Uint32Array(4);
    new RandomWords([1, 2, 3, 4]).fill(words);
    expect([...words]).toEqual([11_520, 0, 5_927_040, 70_819_200]);
  });
});

describe('what a sample is too small for is not claimed', () => {
  it.each([
    [fewestPairs(0.05), 6],
    [fewestPerSample(0.05), 4],
    [fewestPerSample(0.05 / 15), 6],
  ])('an exact test can reject from there on: %i', (found, expected) => expect(found).toBe(expected));

  it('and the reason has words', () => {
    const failures = [
      signFlipTest([1, 2, 3]),
      divisionTest([1, 2], [3, 4]),
      bootstrapInterval([[1, 2, 3, 4]]),
    ];
    const texts = failures.flatMap((claim) => (claim.ok ? [] : claim.failures.map(noClaimText)));
    expect(texts).toEqual([
      'n = 3 is too few: at least 6 are needed',
      'n = 2 is too few: at least 4 are needed',
      'n = 4 is too few: at least 5 are needed',
    ]);
    const equal = meanDifference([1, 1], [1, 1]);
    expect(equal.ok ? '' : equal.failures.map(noClaimText)).toEqual([
      'all values are equal, so that their spread is not known',
    ]);
    expect(rankStability([[1], [2]], [[1], [2]]).ok).toBe(false);
    expect(friedmanTest([[1, 2]])).toMatchObject({ failures: [{ reason: 'too-few', found: 2, needed: 3 }] });
    const row = [1, 2, 3];
    expect(friedmanTest([row])).toMatchObject({ failures: [{ reason: 'too-few', found: 1, needed: 5 }] });
    expect(friedmanTest(Array(5).fill([1, 1, 1]))).toMatchObject({ failures: [{ reason: 'no-spread' }] });
    // Ranks that all agree divide by nothing.
    expect(friedmanTest(Array(5).fill(row))).toMatchObject({ value: { p: 0, averageRanks: row } });
  });
});

describe('resampling', () => {
  const strata = [1, 2, 3].map((set) => Array.from({ length: 20 }, (_, i) => 5 * set + ((i * 7) % 11) / 10));

  it('covers the spread within strata and not that between them', () => {
    const { low, high } = values(bootstrapInterval(strata));
    // Standard error of the mean of 60 values whose strata have a standard deviation of about 0.32.
    expect(high - low).toBeGreaterThan(2 * 1.96 * 0.036);
    expect(high - low).toBeLessThan(2 * 1.96 * 0.045);
  });

  it.each([
    ['mean', [10.390000000000002, 10.626666666666667]],
    ['interquartile-mean', [10.36875, 10.64375]],
    ['median', [10.2, 10.8]],
  ] as const)('gives these bits: %s', (statistic, expected) => {
    const { low, high } = values(
      bootstrapInterval(
        strata.map((own) => own.slice(0, 10)),
        { statistic },
      ),
    );
    expect([low, high]).toEqual(expected);
  });

  it('gives equal intervals for equal samples in any order, and others for another seed', () => {
    for (const statistic of ['mean', 'interquartile-mean', 'median'] as const) {
      const once = bootstrapInterval(strata, { statistic, replicates: 2000 });
      const reversed = bootstrapInterval(
        strata.map((values) => values.toReversed()),
        { statistic, replicates: 2000 },
      );
      if (statistic !== 'mean') expect(reversed).toEqual(once);
      expect(bootstrapInterval(strata, { statistic, replicates: 2000 })).toEqual(once);
      const other = bootstrapInterval(strata, { statistic, replicates: 2000, seed: 'other' });
      // Percentiles of a median fall on the same few values.
      if (statistic !== 'median') expect(other).not.toEqual(once);
    }
  });

  it('a sampled permutation test agrees with the exact one', () => {
    const differences = Array.from({ length: 21 }, (_, i) => ((i * 13) % 17) - 6);
    const sampled = values(signFlipTest(differences));
    expect(sampled.isExact).toBe(false);
    const t = tTest(values(pairedDifference(differences)));
    expect(Math.abs(sampled.p - t)).toBeLessThan(0.02);
  });

  it('numbers are shuffled in one array as items are', () => {
    const numbers = [3, 1, 4, 1.5, -9, 2.6];
    const [one, other] = [new RandomWords('shuffles'), new RandomWords('shuffles')];
    const shuffle = one.shuffler(numbers);
    for (let i = 0; i < 20; i++) expect([...shuffle()]).toEqual(other.shuffled(numbers));
    expect([...shuffle()]).not.toEqual([...shuffle()]);
  });

  it('ranks hold where methods are far apart, and their interval is wide where they are not', () => {
    const far = [0, 10, 20, 30].map((base) => [0, 1, 2, 3, 4].map((x) => base + x));
    const { tau, interval } = values(rankStability(far, far));
    expect([tau, interval]).toEqual([1, { ok: true, value: { low: 1, high: 1 } }]);
    const near = [0, 0.1, 0.2, 0.3].map((base) => [0, 9, 2, 7, 4].map((x) => base + x));
    const open = values(rankStability(near, near)).interval;
    expect(open.ok && open.value.low).toBeLessThan(0);
  });

  it('equivalence is the interval within the margin', () => {
    const estimate = values(meanDifference([9.9, 10, 10.1, 10, 10.05], [10, 10.1, 9.95, 10.05, 9.9]));
    const tight = equivalenceTest(estimate, 0.5);
    expect(tight.p).toBeLessThan(0.001);
    expect(Math.max(-tight.interval.low, tight.interval.high)).toBeLessThan(0.5);
    expect(equivalenceTest(estimate, 0.05).p).toBeGreaterThan(0.05);
  });
});
