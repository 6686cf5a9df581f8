import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../runner/report/kinds/table/index.ts';
import type { ReportInput } from '../../../runner/report/kinds/table/report-table.ts';
import { computeReport } from '../../../runner/report/kinds/table/report-table.ts';
import { sampleInput, seedValue } from './sample-report.ts';

const mapValues = (
  change: (value: ReturnType<typeof seedValue>) => ReturnType<typeof seedValue>,
): ReportInput => ({
  ...sampleInput,
  rows: sampleInput.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => ({ ...cell, values: cell.values.map(change) })),
  })),
});

describe('computeReport', () => {
  it('the order in which jobs finished changes no byte', () => {
    const reversed: ReportInput = {
      ...sampleInput,
      rows: sampleInput.rows.map((row) => ({
        ...row,
        cells: row.cells.map(({ values, missing }) => ({
          values: [...values].reverse(),
          missing: [...missing].reverse(),
        })),
      })),
    };
    expect(renderReport(computeReport(reversed), 'paper')).toEqual(
      renderReport(computeReport(sampleInput), 'paper'),
    );
  });

  it('another commit changes the provenance and no result', () => {
    const other = mapValues((value) => ({ ...value, commit: 'd'.repeat(40) as typeof value.commit }));
    const [before, after] = [sampleInput, other].map((input) => renderReport(computeReport(input), 'paper'));
    expect(after?.results).toEqual(before?.results);
    expect(after?.provenance).not.toEqual(before?.provenance);
  });

  it('a changed value changes every file of results', () => {
    const other = mapValues((value) => ({ ...value, value: value.value * 2 }));
    const before = renderReport(computeReport(sampleInput), 'paper').results;
    for (const [name, text] of Object.entries(renderReport(computeReport(other), 'paper').results)) {
      expect(text, name).not.toBe(before[name]);
    }
  });

  it('one dirty value marks the table', () => {
    const first = sampleInput.rows[0]?.cells[0]?.values[0];
    expect(computeReport(sampleInput).dirty).toBe(false);
    expect(computeReport(mapValues((value) => ({ ...value, dirty: value === first }))).dirty).toBe(true);
  });

  it('a row without a cell for each column is refused', () => {
    const input = { ...sampleInput, rows: [{ label: 'rsws', method: 'rsws', seedSet: null, cells: [] }] };
    expect(() => computeReport(input)).toThrow(
      new TypeError('Expected row `rsws` to have 4 cells, one for each column, got 0'),
    );
  });

  it('a value that is not a finite number is refused', () => {
    const value = seedValue('first', 1, Number.NaN);
    expect(() => computeReport(mapValues(() => value))).toThrow(
      new TypeError(
        `Expected \`test.errorPercent\` of job ${value.jobKey} to be a finite number, got \`NaN\``,
      ),
    );
  });
});
