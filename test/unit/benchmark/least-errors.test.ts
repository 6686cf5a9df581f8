import { describe, expect, test } from 'vitest';
import { embeddedCells } from '../../../experiments/benchmark/embedded-cells.ts';
import { leastRunErrors } from '../../../experiments/benchmark/least-errors.ts';
import {
  nasbench1shot1Benchmark,
  nasbench101Benchmark,
} from '../../../experiments/benchmark/nasbench101-benchmark.ts';
import { Nasbench101Table, type TableColumns } from '../../../experiments/benchmark/nasbench101-table.ts';
import { recordedMetrics } from '../../../experiments/oneshot/bench1shot1/recorded.ts';
import { cellCodesOf, enumerateSpace } from '../../../experiments/space/nasbench1shot1/enumerate.ts';
import { specOf } from '../../../experiments/space/nasbench101/edge-bits.ts';
import { totalCells } from '../../../experiments/space/nasbench101/enumerate.ts';

const spaces = [1, 2, 3] as const;
const table = embeddedCells();
const rows = Array.from({ length: table.facts.rows }, (_, row) => row);

const errorsOf = (row: number, metric: 'finalTestAccuracy' | 'finalValidationAccuracy'): readonly number[] =>
  Array.from({ length: 3 }, (_, repeat) => 100 * (1 - table.value(row, metric, 8, repeat)));

describe('what regrets are differences to', () => {
  // test_min_error and valid_min_error of automl/nasbench-1shot1@cb0f0ec.
  test.each([
    [1, 0.05448716878890991, 0.049278855323791504],
    [2, 0.057592153549194336, 0.051582515239715576],
    [3, 0.05338543653488159, 0.04847759008407593],
  ] as const)(
    'in space %i, with all of NAS-Bench-101, are the published ones',
    (space, testError, validError) => {
      const facts = { rows: totalCells, epochs: [4, 12, 36, 108], repeats: 3, source: 'a test' };
      const whole = new Nasbench101Table(facts, {} as TableColumns);
      const best = leastRunErrors(whole, space);
      expect(best.testErrorPercent).toBeCloseTo(100 * testError, 12);
      expect(best.validationErrorPercent).toBeCloseTo(100 * validError, 12);
    },
  );

  test.each(spaces)('in space %i, with a part of it, are the best single runs of its own cells', (space) => {
    const hashes = new Set(Array.from(enumerateSpace(space), ({ hash }) => hash));
    const own = rows.filter((row) => hashes.has(table.hash(row)));
    const counts = { 1: 21, 2: 24, 3: 45 };
    expect(own.length).toBe(counts[space]);
    expect(nasbench1shot1Benchmark(space, table).best).toEqual({
      testErrorPercent: Math.min(...own.flatMap((row) => errorsOf(row, 'finalTestAccuracy'))),
      validationErrorPercent: Math.min(...own.flatMap((row) => errorsOf(row, 'finalValidationAccuracy'))),
    });
  });

  test('in NAS-Bench-101 are the smallest means of the table', () => {
    const means = rows.map((row) => errorsOf(row, 'finalTestAccuracy').reduce((sum, one) => sum + one) / 3);
    expect(nasbench101Benchmark(table).best.testErrorPercent).toBeCloseTo(Math.min(...means), 12);
  });

  test('leave the best mean of a space a regret, also in what one-shot searches report', () => {
    const benchmark = nasbench101Benchmark(table);
    const [regrets, errors] = [new Set<number>(), new Set<number>()];
    for (const { hash } of enumerateSpace(1)) {
      const row = table.indexOf(hash);
      if (row < 0) continue;
      const metrics = recordedMetrics(table, 1, table.spec(row)).benchmark;
      if (!metrics) throw new Error('every run of this table was recorded');
      expect(metrics.testErrorPercent).toBeCloseTo(benchmark.meanTestErrorPercent(table.spec(row)), 12);
      errors.add(metrics.testErrorPercent);
      regrets.add(metrics.testRegretPercent);
    }
    expect(Math.min(...regrets)).toBeGreaterThan(0);
    expect(Math.min(...errors) - Math.min(...regrets)).toBeCloseTo(
      leastRunErrors(table, 1).testErrorPercent,
      12,
    );
  });

  test.each(spaces)('the cells of space %i without hashes are those with hashes', (space) => {
    const cells = Array.from(enumerateSpace(space), ({ matrix, ops }) => ({ matrix, ops }));
    expect(Array.from(cellCodesOf(space), specOf)).toEqual(cells);
    const small = cells.filter(({ ops }) => ops.length <= 5);
    expect(small.length).toBeGreaterThan(20);
    expect(Array.from(cellCodesOf(space, 5), specOf)).toEqual(small);
  });
});
