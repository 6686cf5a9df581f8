/** NAS-Bench-101 and NAS-Bench-1Shot1 as benchmarks for search, over any table of their results. */

import { type Bench1Shot1Cell, toSpec } from '../space/nasbench1shot1/cell.ts';
import type { SpaceNumber } from '../space/nasbench1shot1/layout.ts';
import { edgeBitsOf, labelCodeOfCode } from '../space/nasbench101/coded-cells.ts';
import { isAllowedByStudy } from '../space/nasbench101/encodings.ts';
import { type CellSpec, maxVertices } from '../space/nasbench101/spec.ts';
import { notInSpace, notInTable } from './cell-index.ts';
import type { Nasbench101Table, ResultMetric } from './nasbench101-table.ts';
import type { TabularBenchmark } from './tabular-benchmark.ts';

/** Whether the nine edges are counted before pruning, as nas_benchmarks does, or after, as the benchmark itself does. */
export type EdgeRule = 'before-pruning' | 'after-pruning';

export const nasbench101Benchmark = (
  table: Nasbench101Table,
  edges: EdgeRule = 'after-pruning',
): TabularBenchmark<CellSpec> =>
  tabular('nasbench101', table, (spec) =>
    edges === 'before-pruning' && !isAllowedByStudy(spec) ? notInSpace : table.cells.rowOf(spec),
  );

export const nasbench1shot1Benchmark = (
  number: SpaceNumber,
  table: Nasbench101Table,
): TabularBenchmark<Bench1Shot1Cell> =>
  tabular(`nasbench1shot1-${number}`, table, (cell) => table.cells.rowOf(toSpec(number, cell)));

/** Over seven-vertex specs as integers (space/nasbench101/coded-cells.ts). */
export const codedBenchmark = (table: Nasbench101Table): TabularBenchmark<number> =>
  tabular('nasbench101', table, (code) =>
    table.cells.rowOfCode(maxVertices, edgeBitsOf(code), labelCodeOfCode(code)),
  );

/** @param rowOf a row, `notInTable` or `notInSpace` */
function tabular<A>(
  name: string,
  table: Nasbench101Table,
  rowOf: (architecture: A) => number,
): TabularBenchmark<A> {
  const { epochs, repeats, rows } = table.facts;
  const longest = epochs.at(-1) ?? 0;
  const mean = (row: number, metric: ResultMetric): number => {
    let sum = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) sum += table.value(row, metric, longest, repeat);
    return sum / repeats;
  };
  const leastError = (metric: ResultMetric): number => {
    let most = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < rows; row += 1) {
      const accuracy = mean(row, metric);
      if (accuracy > most) most = accuracy;
    }
    return most === Number.NEGATIVE_INFINITY ? Number.NaN : percentWrong(most);
  };
  let best: TabularBenchmark<A>['best'] | undefined;
  let names: readonly string[] | undefined;
  return {
    name,
    epochs,
    repeats,
    get names() {
      names ??= Array.from({ length: rows }, (_, row) => table.hash(row));
      return names;
    },
    get best() {
      best ??= {
        validationErrorPercent: leastError('finalValidationAccuracy'),
        testErrorPercent: leastError('finalTestAccuracy'),
      };
      return best;
    },
    query(architecture, length, repeat) {
      const row = rowOf(architecture);
      if (row === notInSpace) return 'invalid';
      if (row === notInTable) return 'missing';
      const accuracy = table.value(row, 'finalValidationAccuracy', length, repeat);
      if (Number.isNaN(accuracy)) return 'missing';
      return {
        validationErrorPercent: percentWrong(accuracy),
        seconds: secondsOf(table, row, length, repeat),
      };
    },
    meanTestErrorPercent(architecture) {
      const row = rowOf(architecture);
      return row < 0 ? Number.NaN : percentWrong(mean(row, 'finalTestAccuracy'));
    },
  };
}

const percentWrong = (accuracy: number): number => 100 * (1 - accuracy);

/**
 * Training time as recorded. Where only that of the longest training is known, a shorter one takes its share of the
 * epochs: every epoch has the same number of steps.
 */
function secondsOf(table: Nasbench101Table, row: number, epochs: number, repeat: number): number {
  const own = table.value(row, 'finalTrainingTime', epochs, repeat);
  if (!Number.isNaN(own)) return own;
  const longest = table.facts.epochs.at(-1) ?? epochs;
  return (table.value(row, 'finalTrainingTime', longest, repeat) * epochs) / longest;
}
