import { describe, expect, it } from 'vitest';
import { renderPaired } from '../../../runner/report/kinds/paired/index.ts';
import type { PairedRowInput } from '../../../runner/report/kinds/paired/paired-table.ts';
import { computePaired } from '../../../runner/report/kinds/paired/paired-table.ts';
import { pair, pairedInput } from './sample-figures.ts';

const table = computePaired(pairedInput());
const { terminal, results, provenance } = renderPaired(table, 'paper');

const oneRow = (row: Partial<PairedRowInput>, settings: Parameters<typeof pairedInput>[0] = {}) => {
  const [first] = pairedInput().rows;
  if (first === undefined) throw new Error('Expected a row');
  return computePaired({ ...pairedInput(settings), rows: [{ ...first, ...row }] });
};

describe('a table of methods against their baselines', () => {
  it('in plain text', () => {
    expect(terminal).toMatchInlineSnapshot(`
      "Against random search

      Method               Baseline      n  Wins  Ties  Losses  Test error (%), difference       p
      -------------------  --------  -----  ----  ----  ------  --------------------------  ------
      rsws                 random    8 [1]     6     1       1                -1.56 ± 1.52   0.125
      darts[order=second]  rsws         13    13     0       0                -3.50 ± 0.97  <0.001

      [1] failed jobs: 1 of 9 (seed 9)
      test.errorPercent of evaluate; n pairs of values with the same seed and seed set; wins: pairs in which the method's is the lower
      difference: method less baseline; a ± s: mean and sample standard deviation (denominator n - 1)
      p: two-sided sign test, exact, ties left out; not corrected for the number of rows
      "
    `);
  });

  it('with intervals, each of the mean of its values', () => {
    const rows = computePaired(pairedInput({ intervals: true })).rows.map(({ pairs }) => pairs);
    const { terminal } = renderPaired(computePaired(pairedInput({ intervals: true })), 'paper');
    // Student's t with 7 and 12 degrees of freedom, from a table.
    const expected = rows.map((pairs, i) => {
      const values = pairs.map(({ x, y }) => x.value - y.value);
      const n = values.length;
      const mean = values.reduce((sum, value) => sum + value, 0) / n;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
      const reach = ((i === 0 ? 2.3646 : 2.1788) * spread) / Math.sqrt(n);
      return `${mean.toFixed(2)} [${(mean - reach).toFixed(2)}, ${(mean + reach).toFixed(2)}]`;
    });
    const lines = terminal.split('\n').filter((line) => /^(?:rsws|darts)/.test(line));
    expect(lines).toHaveLength(2);
    lines.forEach((line, i) => {
      expect(line).toContain(expected[i]);
    });
    expect(terminal).toMatchInlineSnapshot(`
      "Against random search

      Method               Baseline      n  Wins  Ties  Losses        Test error (%)       of the baseline            difference       p
      -------------------  --------  -----  ----  ----  ------  --------------------  --------------------  --------------------  ------
      rsws                 random    8 [1]     6     1       1  21.94 [18.73, 25.14]  23.50 [21.45, 25.55]  -1.56 [-2.84, -0.29]   0.125
      darts[order=second]  rsws         13    13     0       0  19.50 [18.91, 20.09]  23.00 [21.82, 24.18]  -3.50 [-4.09, -2.91]  <0.001

      [1] failed jobs: 1 of 9 (seed 9)
      test.errorPercent of evaluate; n pairs of values with the same seed and seed set; wins: pairs in which the method's is the lower
      difference: method less baseline; a [l, h]: mean and its interval of 95 %, by Student's t of the n values or differences
      p: two-sided sign test, exact, ties left out; not corrected for the number of rows
      "
    `);
  });

  it('without an interval where one pair has none, and says why', () => {
    const [first] = pairedInput().rows;
    if (first === undefined) throw new Error('Expected a row');
    const one = { ...pairedInput({ intervals: true }), rows: [{ ...first, pairs: first.pairs.slice(0, 1) }] };
    expect(renderPaired(computePaired(one), 'paper').terminal).toContain('n/a: ');
  });

  it('in CSV, with the unit of its differences', () => {
    expect(results['paired.csv']).toMatchInlineSnapshot(`
      "row,method,baselineRow,baseline,metric,stage,unit,n,wins,ties,losses,meanDifference,stdDifference,p,missing,dirty
      rsws,rsws,random,random,test.errorPercent,evaluate,%,8,6,1,1,-1.5625,1.5221577729375775,0.125,1,
      darts[order=second],darts,rsws,rsws,test.errorPercent,evaluate,%,13,13,0,0,-3.5,0.9736101204623269,0.000244140625,0,
      "
    `);
  });

  it('in JSON has both values and both jobs of every pair', () => {
    const json = JSON.parse(results['paired.json'] ?? '');
    expect(json).toMatchObject({
      ...{ kind: 'paired', name: 'paired', metric: 'test.errorPercent', stage: 'evaluate', goal: 'minimize' },
      ...{ label: 'Test error', unit: '%', scale: 1 },
    });
    const { x, y } = table.rows[0]?.pairs[0] ?? pair(0, 0, 0);
    expect(json.rows[0].pairs[0]).toEqual({
      ...{ seed: 1, seedSet: 'first', value: x.value, baselineValue: y.value },
      ...{ jobKey: x.jobKey, baselineJobKey: y.jobKey },
    });
    expect(json.rows[0]).toMatchObject({ n: 8, wins: 6, ties: 1, losses: 1, p: 0.125 });
    expect(json.rows[0].baseline).toEqual({ label: 'random', method: 'random' });
  });

  it('has a file for people, papers, scripts, programs and audits', () => {
    expect(Object.keys({ ...results, ...provenance })).toEqual([
      ...['paired.md', 'paired.csv', 'paired.json', 'paired.tex', 'paired.provenance.json'],
    ]);
    expect(results['paired.tex']).toContain('rsws & random & 8\\textsuperscript{1} & 6 & 1 & 1 & -1.56 ');
    expect(results['paired.tex']).toContain('\\textless{}0.001');
    const { rows } = JSON.parse(provenance['paired.provenance.json'] ?? '');
    expect(rows[0].pairs[0].baseline.commit).toBe('c'.repeat(40));
  });

  it('the order of the pairs changes no byte', () => {
    const input = pairedInput();
    const rows = input.rows.map((row) => ({ ...row, pairs: row.pairs.toReversed() }));
    expect(renderPaired(computePaired({ ...input, rows }), 'paper')).toEqual({
      terminal,
      results,
      provenance,
      drawings: {},
    });
  });

  it('a win is the higher value where the metric is to be maximized', () => {
    const pairs = [pair(1, 0.5, 0.4), pair(2, 0.5, 0.4), pair(3, 0.3, 0.4)];
    expect(oneRow({ pairs }).rows[0]).toMatchObject({ wins: 1, losses: 2 });
    const kendall = oneRow({ pairs }, { metric: 'correlation.kendall', label: 'tau' });
    expect(kendall.rows[0]).toMatchObject({ wins: 2, losses: 1 });
    expect(renderPaired(kendall, 'paper').terminal).toContain(
      "wins: pairs in which the method's is the higher",
    );
  });

  it('says so where no pair differs, and where there is none', () => {
    const equal = renderPaired(oneRow({ pairs: [pair(1, 2, 2)], missing: [] }), 'paper');
    expect(equal.terminal).toMatch(/^rsws +random +0 +1 +0 +0\.00 {2}n\/a \[1\]$/m);
    expect(equal.terminal).toContain('[1] n/a: no pair differs');
    const none = renderPaired(
      oneRow({ pairs: [], missing: [{ ...pair(9, 0, 0).x, reason: 'failed' }] }),
      'paper',
    );
    expect(none.terminal).toContain('failed jobs: 1 of 1 (seed 9)');
    expect(none.terminal).not.toContain('n/a');
  });

  it('one dirty value on either side marks it', () => {
    expect(oneRow({ pairs: [pair(1, 2, 3, true)] }).dirty).toBe(true);
    expect(table.dirty).toBe(false);
  });

  it('refuses a value that is not a finite number', () => {
    expect(() => oneRow({ pairs: [pair(1, Number.NaN, 3)] })).toThrow(
      new TypeError('Expected `test.errorPercent` to be a finite number, got `NaN`'),
    );
  });
});
