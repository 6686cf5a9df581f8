import { describe, expect, it } from 'vitest';
import { renderCorrelation } from '../../../runner/report/kinds/correlation/index.ts';
import { computeCorrelation } from '../../../runner/report/pairs/correlation-table.ts';
import { correlationSettings, pair, pairsInput } from './sample-figures.ts';

const table = computeCorrelation(pairsInput());
const { terminal, results, provenance } = renderCorrelation(table, 'paper');

describe('a table of correlations', () => {
  it('in plain text', () => {
    expect(terminal).toMatchInlineSnapshot(`
      "Search against evaluation

      Method                   n       Kendall's tau-b     published        Spearman's rho
      -------------------  -----  --------------------  ------------  --------------------
      rsws                    12  0.545 [0.153, 0.789]  0.195 (n=10)  0.832 [0.480, 0.953]
      random                   9  0.611 [0.131, 0.859]             –  0.850 [0.407, 0.969]
      darts[order=second]  3 [1]       1.000 [n/a] [2]             –       1.000 [n/a] [3]

      [1] failed jobs: 1 of 4 (seed 9)
      [2] no interval: it takes at least 5 pairs
      [3] no interval: it takes at least 4 pairs
      x: Validation error (validation.errorPercent of retrain); y: Test error (test.errorPercent of evaluate); n pairs of values with the same seed
      a [b, c]: rank correlation with its confidence interval of 95 % (Fieller, Hartley and Pearson 1957)
      published: as printed in the paper, on its data and at its budget; not computed here
      "
    `);
  });

  it('in CSV', () => {
    expect(results['ranks.csv']).toMatchInlineSnapshot(`
      "row,method,seedSet,n,kendall,kendallLow,kendallHigh,spearman,spearmanLow,spearmanHigh,publishedN,publishedKendall,publishedSpearman,missing,dirty
      rsws,rsws,,12,0.5454545454545454,0.15260365676300672,0.7894500452297227,0.8321678321678322,0.47963480577246287,0.9533925097363828,10,0.195,,0,
      random,random,,9,0.6111111111111112,0.1305104050806809,0.8591596956970977,0.85,0.4072799979774719,0.9692621472280937,,,,0,
      darts[order=second],darts,,3,1,,,1,,,,,,1,
      "
    `);
  });

  it('in JSON has both values and both jobs of every pair', () => {
    const json = JSON.parse(results['ranks.json'] ?? '');
    expect(json).toMatchObject({ kind: 'correlation', name: 'ranks', rowsAre: 'method' });
    expect(json.x).toEqual({
      ...{
        metric: 'validation.errorPercent',
        stage: 'retrain',
        label: 'Validation error',
        unit: '%',
        scale: 1,
      },
    });
    const { x, y } = table.rows[0]?.pairs[0] ?? pair(0, 0, 0);
    expect(json.rows[0].pairs[0]).toEqual({
      ...{ seed: 1, seedSet: 'first', x: x.value, y: y.value, xJobKey: x.jobKey, yJobKey: y.jobKey },
    });
    expect(json.rows[0].kendall.interval).toEqual(table.rows[0]?.kendall.interval);
  });

  it('has a file for people, papers, scripts, programs and audits', () => {
    expect(Object.keys({ ...results, ...provenance })).toEqual([
      ...['ranks.md', 'ranks.csv', 'ranks.json', 'ranks.tex', 'ranks.provenance.json'],
    ]);
    expect(results['ranks.tex']).toContain('rsws & 12 & 0.545 [0.153, 0.789] & 0.195 (n=10) & ');
  });

  it('the order of the pairs changes no byte', () => {
    const input = pairsInput();
    const rows = input.rows.map((row) => ({ ...row, pairs: row.pairs.toReversed() }));
    expect(renderCorrelation(computeCorrelation({ ...input, rows }), 'paper')).toEqual({
      terminal,
      results,
      provenance,
      drawings: {},
    });
  });

  it('one dirty value on either side marks it', () => {
    const row = { label: 'm', method: 'm', seedSet: null, missing: [], pairs: [pair(1, 2, 3, true)] };
    const dirty = computeCorrelation({ name: 'd', settings: correlationSettings, rows: [row] });
    expect(dirty.dirty).toBe(true);
    expect(table.dirty).toBe(false);
  });

  it('refuses a value that is not a finite number', () => {
    const row = { label: 'm', method: 'm', seedSet: null, missing: [], pairs: [pair(1, Number.NaN, 3)] };
    expect(() => computeCorrelation({ name: 'd', settings: correlationSettings, rows: [row] })).toThrow(
      new TypeError('Expected `validation.errorPercent` to be a finite number, got `NaN`'),
    );
  });
});
