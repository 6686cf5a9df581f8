/** When the best mean of a column may be called the best. */
import { describe, expect, it } from 'vitest';
import { bestRow } from '../../../runner/report/kinds/table/best-row.ts';
import { summarize } from '../../../runner/statistics/summary.ts';
import { seedValue } from './sample-report.ts';

/** A row with a value for each seed from 1 on; null where a seed has none. */
function cell(values: readonly (number | null)[], seedSet = 'first', firstSeed = 1) {
  const found = values.flatMap((value, i) =>
    value === null ? [] : [seedValue(seedSet, firstSeed + i, value)],
  );
  const { mean } = summarize(
    found.map(({ value }) => value),
    'minimize',
  );
  return { mean, values: found };
}

const times = (count: number, value: number): number[] => Array.from({ length: count }, (_, i) => value + i);

describe('the best row of a column', () => {
  it('wins against one other on at least six seeds', () => {
    expect(bestRow([cell(times(6, 1)), cell(times(6, 2))], 'minimize')).toBe(0);
    expect(bestRow([cell(times(6, 1)), cell(times(6, 2))], 'maximize')).toBe(1);
    expect(bestRow([cell(times(5, 1)), cell(times(5, 2))], 'minimize')).toBeNull();
  });

  it('needs more seeds among more rows', () => {
    const among = (rows: number, seeds: number) =>
      bestRow(
        Array.from({ length: rows }, (_, i) => cell(times(seeds, i === 0 ? 1 : 2))),
        'minimize',
      );
    expect([3, 4, 6, 7].map((rows) => among(rows, 6))).toEqual([0, null, null, null]);
    expect([4, 6, 7].map((rows) => among(rows, 7))).toEqual([0, 0, null]);
  });

  it('is none where one other row is not beaten, however far the rest is behind', () => {
    const far = cell(times(8, 50));
    expect(bestRow([cell(times(8, 1)), far, cell(times(8, 2))], 'minimize')).toBe(0);
    const mixed = cell([0, 3, 4, 5, 6, 7, 8, 9]);
    expect(bestRow([cell(times(8, 1)), far, mixed], 'minimize')).toBeNull();
  });

  it('is none where a row has no value', () => {
    expect(bestRow([cell(times(8, 1)), cell(times(8, 2)), cell([])], 'minimize')).toBeNull();
    expect(bestRow([cell(times(8, 1))], 'minimize')).toBeNull();
    expect(bestRow([], 'minimize')).toBeNull();
  });

  it('is judged by the seeds that both rows have', () => {
    const some = cell([null, null, ...times(6, 9)]);
    expect(bestRow([cell(times(8, 1)), some], 'minimize')).toBe(0);
    expect(bestRow([cell(times(8, 1)), cell([null, null, null, ...times(5, 9)])], 'minimize')).toBeNull();
    expect(bestRow([cell(times(8, 1)), cell(times(8, 2), 'second')], 'minimize')).toBeNull();
    expect(bestRow([cell(times(8, 1)), cell(times(8, 2), 'first', 101)], 'minimize')).toBeNull();
  });

  it('is none where rows share their trainings, or have several values for one seed', () => {
    expect(bestRow([cell(times(8, 1)), cell(times(8, 1))], 'minimize')).toBeNull();
    const twice = cell(times(8, 1));
    const several = { ...twice, values: [...twice.values, seedValue('first', 1, 1.5)] };
    expect(bestRow([several, cell(times(8, 2))], 'minimize')).toBeNull();
  });

  it('is not the one that wins more often with the worse mean', () => {
    const often = cell([...times(7, 1), 90]);
    expect(bestRow([often, cell(times(8, 2))], 'minimize')).toBeNull();
  });
});

describe('equal methods', () => {
  const orders = [
    ...[
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ],
  ];

  it('of which each order is as likely on each of six seeds have a best row in at most 5 % of all tables', () => {
    const seeds = 6;
    const all = orders.length ** seeds;
    const isNamed = (table: number): boolean => {
      const ranks = Array.from({ length: seeds }, (_, i) => orders[Math.floor(table / 6 ** i) % 6] ?? []);
      // Ranks as values make the winner on most seeds the row with the best mean.
      const rows = [0, 1, 2].map((row) => ranks.map((order) => order[row] ?? 0));
      return bestRow(rows.map(plainCell), 'minimize') !== null;
    };
    const named = Array.from({ length: all }, (_, table) => table).filter(isNamed).length;
    // One of three rows is first on all six seeds.
    expect(named).toBe(3 * 2 ** seeds);
    expect(named / all).toBeLessThanOrEqual(0.05);
  });

  const seedsOf = times(6, 1).map((seed) => seedValue('first', seed, 0));
  const plainCell = (values: readonly number[]) => ({
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    values: seedsOf.map((source, i) => ({ ...source, value: values[i] ?? 0 })),
  });
});
