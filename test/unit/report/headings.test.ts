/** What stands over a column, and the digits of numbers that others published. */
import { describe, expect, it } from 'vitest';
import { loadManifest } from '../../../runner/manifest/index.ts';
import { computeReport } from '../../../runner/report/kinds/table/report-table.ts';
import type { ReportColumn, TableReport } from '../../../runner/report/kinds/table/settings.ts';
import { renderCsv } from '../../../runner/report/kinds/table/table-csv.ts';
import { tableText } from '../../../runner/report/kinds/table/table-text.ts';
import { publishedCorrelationText } from '../../../runner/report/pairs/coefficient-text.ts';
import { publishedText } from '../../../runner/report/published-text.ts';
import { manifestText, writeManifest } from '../manifest/write-manifest.ts';
import { seedValue } from './sample-report.ts';

const column = (show: ReportColumn['show'], stage = 'evaluate', label = 'Error'): ReportColumn => ({
  metric: 'test.errorPercent',
  stage,
  label,
  show,
});

function headings(...columns: readonly ReportColumn[]) {
  const settings: TableReport = { kind: 'table', title: 'T', rows: 'method', columns, published: {} };
  const { header, notes } = tableText(computeReport({ name: 't', settings, rows: [] }));
  return { header: header.slice(1).map(({ text }) => text), notes: notes.slice(-2) };
}

it('columns of several statistics have a heading each, which their notes repeat', () => {
  expect(headings(column('mean')).header).toEqual(['Error (%)']);
  expect(headings(column('mean'), column('median'), column('best'), column('worst'))).toEqual({
    header: ['Error (%, mean)', 'Error (%, median)', 'Error (%, best)', 'Error (%, worst)'],
    notes: ['Error (%, best): the lowest of n values', 'Error (%, worst): the highest of n values'],
  });
  expect(headings(column('best')).header).toEqual(['Error (%, best)']);
  expect(headings(column('mean', 'a'), column('mean', 'b'), column('mean', 'b', 'Other')).header).toEqual([
    'Error (%, a)',
    'Error (%, b)',
    'Other (%)',
  ]);
});

it('published numbers keep the digits that the manifest gives, in a file, a profile or an option', () => {
  const published =
    '    published: { rsws: { test.errorPercent: { mean: 3.00, std: 0.10, best: 2.9, n: 4 } } }\n';
  const text = manifestText(['    rows: method\n', `    rows: method\n${published}`]);
  const written = (set?: string) => {
    const loaded = loadManifest(writeManifest(text), set === undefined ? {} : { sets: [set] });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
    const report = loaded.value.manifest.reports['table'];
    const value = (report as TableReport).published['rsws']?.['test.errorPercent'];
    return [publishedText(value ?? null, 'mean'), publishedText(value ?? null, 'best')];
  };
  expect(written()).toEqual(['3.00 ± 0.10 (n=4)', '2.9 (n=4)']);
  expect(written('reports.table.published.rsws.test.errorPercent.mean=2.50')).toEqual([
    '2.50 ± 0.10 (n=4)',
    '2.9 (n=4)',
  ]);
  expect(publishedCorrelationText({ kendall: 0.4, written: { kendall: '0.40' } }, 'kendall')).toBe('0.40');
});

describe('published numbers', () => {
  const column = {
    metric: 'test.errorPercent',
    stage: 'evaluate',
    show: 'mean',
    label: 'Test error',
  } as const;
  const row = (method: string, seedSet: string) => ({
    ...{ label: method, method, seedSet },
    cells: [{ values: [seedValue(seedSet, 1, 3)], missing: [] }],
  });
  const tableOf = (published: TableReport['published']) =>
    computeReport({
      name: 'table',
      settings: { kind: 'table', title: 'T', rows: 'method-by-seed-set', columns: [column], published },
      rows: [row('rsws', 'run1'), row('rsws', 'run2'), row('darts', 'run1')],
    });

  it('of one seed set stand beside that alone, the others beside all sets of the method', () => {
    const table = tableOf({
      rsws: { 'test.errorPercent': { mean: 2.92 } },
      'rsws/run2': { 'test.errorPercent': { mean: 2.86 } },
    });
    expect(table.rows.map(({ cells }) => cells[0]?.published?.mean)).toEqual([2.92, 2.86, undefined]);
  });

  it('have their notes under the table, once each', () => {
    const memory = { mean: 2.93, note: 'from memory' };
    const table = tableOf({
      rsws: { 'test.errorPercent': memory },
      darts: { 'test.errorPercent': { mean: 2.76 } },
    });
    const { rows, marked } = tableText(table);
    expect(marked).toEqual(['published: from memory']);
    expect(rows.map((cells) => cells.at(-1)?.mark)).toEqual([1, 1, null]);
    expect(renderCsv(table).split('\n')[1]).toContain(',2.93,,,from memory,');
  });
});
