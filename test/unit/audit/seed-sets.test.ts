import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../runner/audit/seed-sets/agreement.ts';
import type { Cell, Column } from '../../../runner/audit/seed-sets/columns.ts';
import { effectLines } from '../../../runner/audit/seed-sets/effects.ts';
import { rankingOf } from '../../../runner/audit/seed-sets/ranking.ts';
import { metricInfo } from '../../../schemas/metrics.ts';

const column: Column = {
  ...{ name: 'test.errorPercent@evaluate', metric: 'test.errorPercent', stage: 'evaluate' },
  info: metricInfo('test.errorPercent'),
};
const spread = [-0.2, 0.1, 0, 0.2, -0.1, 0.05];
const around = (centre: number, n = 6): number[] => spread.slice(0, n).map((off) => centre + off);
const cell = (variant: string, ...sets: readonly number[][]): Cell => ({
  variant,
  sets: sets.map((values, i) => ({ seedSet: `set${i + 1}`, values, bySearch: [values] })),
});

describe('seed sets', () => {
  it('of one population agree when the margin holds the difference', () => {
    const { verdict, evidence } = agreementOf(column, cell('a', around(10), around(10.02)), 0.05);
    expect([verdict, evidence[1]]).toEqual(['met', expect.stringMatching(/^equivalent: /)]);
  });

  it('of two populations do not', () => {
    const { verdict, evidence } = agreementOf(column, cell('a', around(10), around(14)), 0.05);
    expect([verdict, evidence[1]]).toEqual([
      'not met',
      expect.stringMatching(
        /^set1 and set2 are not one population: difference -4.000, p by Holm 0.00216, Hedges' g /,
      ),
    ]);
  });

  it('of two seeds say nothing, and how many would', () => {
    const { verdict, evidence } = agreementOf(column, cell('a', around(10, 2), around(14, 2)), 0.05);
    expect([verdict, evidence[1]]).toEqual([
      'cannot be told',
      'no test of 1 pair(s) can find a difference: n = 2 is too few: at least 4 are needed',
    ]);
    expect(evidence.join('\n')).not.toMatch(/\bp [0-9<]|p by/);
  });

  it('that neither test decides are open', () => {
    const wide = (centre: number): number[] => spread.map((off) => centre + 10 * off);
    expect(agreementOf(column, cell('a', wide(10), wide(10.6)), 0.01)).toMatchObject({
      verdict: 'cannot be told',
      evidence: expect.arrayContaining([expect.stringMatching(/^neither a difference/)]),
    });
  });

  it('rank methods alike, or in reverse, or are too few to rank', () => {
    const far = ['a', 'b', 'c', 'd'].map((name, i) => cell(name, around(10 * i), around(10 * i + 1)));
    expect(rankingOf(column, far)).toMatchObject({
      verdict: 'met',
      evidence: expect.arrayContaining(['set1: a < b < c < d']),
    });
    const reversed = ['a', 'b', 'c', 'd'].map((name, i) => cell(name, around(10 * i), around(-10 * i)));
    expect(rankingOf(column, reversed).verdict).toBe('not met');
    expect(rankingOf(column, far.slice(0, 2)).verdict).toBe('cannot be told');
  });

  it('say how large the differences behind a ranking are, where seeds allow it', () => {
    const cells = [cell('worse', around(11), around(11)), cell('better', around(10), around(10))];
    // Student's correction of 22 degrees of freedom, and a spread that leaves no value of one above one of the other.
    expect(effectLines(column, cells)).toEqual([
      expect.stringMatching(
        /^better over worse: Hedges' g 7\.09, better with probability 1\.00 \(n = 12 and 12\)$/,
      ),
    ]);
    expect(rankingOf(column, cells).evidence).toEqual(expect.arrayContaining(effectLines(column, cells)));
    const accuracy: Column = { ...column, info: { ...column.info, goal: 'maximize' } };
    expect(effectLines(accuracy, cells)[0]).toMatch(
      /^worse over better: Hedges' g 7\.09, better with probability 1\.00/,
    );
    const few = [cell('a', around(11, 2), around(11, 2)), cell('b', around(10, 2), around(10, 2))];
    expect(effectLines(column, few)).toEqual([
      'effect sizes between methods, over all sets: n = 4 is too few: at least 5 are needed',
    ]);
  });
});
