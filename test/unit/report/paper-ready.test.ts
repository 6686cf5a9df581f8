/** What makes a table fit for a paper or a spreadsheet as it is. */
import { describe, expect, it } from 'vitest';
import { csvText } from '../../../runner/report/csv-text.ts';
import { renderReport } from '../../../runner/report/kinds/table/index.ts';
import { computeReport, type ReportInput } from '../../../runner/report/kinds/table/report-table.ts';
import { toSeed } from '../../../schemas/ids.ts';
import { seedValue } from './sample-report.ts';

/** Two methods, the second worse on each of some seeds. */
const twoRows = (seeds: number, lost: readonly number[] = []): ReportInput => ({
  name: 'main_table',
  settings: {
    ...{ kind: 'table', title: 'Errors', rows: 'method', published: {} },
    columns: [
      { metric: 'test.errorPercent', stage: 'evaluate', show: 'mean', label: 'Test error' },
      { metric: 'test.errorPercent', stage: 'evaluate', show: 'best', label: 'Test error' },
    ],
  },
  rows: ['rsws', 'random'].map((label, i) => {
    const all = Array.from({ length: seeds }, (_, seed) => seedValue('first', seed + 1, 3 + i + seed / 4));
    const cell = {
      values: all.filter(({ seed }) => i === 0 || !lost.includes(seed)),
      missing:
        i === 0
          ? []
          : lost.map((seed) => ({ seed: toSeed(seed), seedSet: 'first', reason: 'failed' as const })),
    };
    return { label, method: label, seedSet: null, cells: [cell, cell] };
  }),
});
const made = (input: ReportInput) => renderReport(computeReport(input), 'li2019-table5');

describe('the number of values', () => {
  it('stands in the heading when all rows have as many', () => {
    const { terminal, results } = made(twoRows(6));
    expect(terminal).toMatchInlineSnapshot(`
      "Errors

      Method  Test error (%, mean, n=6)  Test error (%, best, n=6)
      ------  -------------------------  -------------------------
      rsws                  3.63 ± 0.47                       3.00
      random                4.63 ± 0.47                       4.00

      a ± s: mean and sample standard deviation (denominator n - 1) of n values, one for each seed
      Test error (%, best): the lowest of n values
      "
    `);
    expect(results['main_table.md']).toContain('| Test error (%, mean, n=6) | Test error (%, best, n=6) |');
    expect(results['main_table.tex']).toContain('Test error (\\%, mean, n=6) & Test error (\\%, best, n=6)');
    expect(JSON.parse(results['main_table.json'] ?? '').rows[0].cells[0].n).toBe(6);
    expect(results['main_table.csv']).toMatch(/,%,6,/);
  });

  it('stands in each cell when it differs', () => {
    const { terminal } = made(twoRows(6, [2]));
    expect(terminal).toMatchInlineSnapshot(`
      "Errors

      Method   Test error (%, mean)  Test error (%, best)
      ------  ---------------------  --------------------
      rsws        3.63 ± 0.47 (n=6)            3.00 (n=6)
      random  4.70 ± 0.48 (n=5) [1]        4.00 (n=5) [1]

      [1] failed jobs: 1 of 6 (seed 2)
      a ± s (n=k): mean and sample standard deviation (denominator n - 1) of k values, one for each seed
      Test error (%, best): the lowest of n values
      "
    `);
  });
});

describe('the best mean', () => {
  it('is bold in LaTeX and Markdown when a test supports it, and a note says which', () => {
    const { results, terminal } = made(twoRows(6));
    expect(results['main_table.tex']).toContain('rsws & \\textbf{3.63 $\\pm$ 0.47} & 3.00 \\\\');
    expect(results['main_table.tex']).toContain('random & 4.63 $\\pm$ 0.47 & 4.00 \\\\');
    expect(results['main_table.md']).toMatch(/^\| rsws +\| +\*\*3\.63 ± 0\.47\*\* \| +3\.00 \|$/m);
    const note =
      'bold: the best mean of its column, which beats that of each other row on the seeds that they share (exact sign test, at most 5 % error in a column)';
    expect(results['main_table.md']).toContain(`\n- ${note}\n`);
    expect(results['main_table.tex']).toContain(`\\par\\footnotesize ${note.replace('5 %', '5 \\%')}.`);
    expect(terminal).not.toContain('bold');
  });

  it('is not bold when no test does, and a note says so', () => {
    const { results } = made(twoRows(5));
    expect(results['main_table.tex']).not.toContain('\\textbf');
    expect(results['main_table.md']).not.toContain('**');
    expect(results['main_table.md']).toContain(
      '\n- no mean is in bold, since in no column one beats that of each other row on the seeds that they share (exact sign test, at most 5 % error in a column)\n',
    );
  });

  it('has nothing to be compared with in a table of one row', () => {
    const input = twoRows(6);
    const { results } = made({ ...input, rows: input.rows.slice(0, 1) });
    expect(results['main_table.md']).not.toContain('bold');
  });
});

it('the label of a LaTeX table tells it apart from those of other manifests', () => {
  expect(made(twoRows(2)).results['main_table.tex']).toContain('\\label{tab:li2019-table5-main-table}');
});

it.each([
  ['=1+2', "'=1+2"],
  ['+cmd', "'+cmd"],
  ['-lr', "'-lr"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['=a,"b"', `"'=a,""b"""`],
  ['-', "'-"],
  ['-0.5', '-0.5'],
  ['+1e-3', '+1e-3'],
  ['rsws', 'rsws'],
  ['a=b', 'a=b'],
  [-0.5, '-0.5'],
  [null, ''],
])('a spreadsheet computes nothing of the cell %j', (field, text) => {
  expect(csvText([[field]])).toBe(`${text}\n`);
});
