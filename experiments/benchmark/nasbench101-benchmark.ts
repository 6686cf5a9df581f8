/** NAS-Bench-101 and NAS-Bench-1Shot1 as benchmarks for search, over any table of their results. */

import { type Bench1Shot1Cell, toSpec } from '../space/nasbench1shot1/cell.ts';
import type { SpaceNumber } from '../space/nasbench1shot1/layout.ts';
import type { EdgeRule } from '../space/nasbench101/cells-up-to.ts';
import { edgeBitsOf, labelCodeOfCode } from '../space/nasbench101/coded-cells.ts';
import { isAllowedByStudy } from '../space/nasbench101/encodings.ts';
import { type CellSpec, maxVertices } from '../space/nasbench101/spec.ts';
import { notInSpace, notInTable } from './cell-index.ts';
import { type LeastErrors, leastMeanErrors, leastRunErrors, meanOf, percentWrong } from './least-errors.ts';
import type { Nasbench101Table } from './nasbench101-table.ts';
import type { TabularBenchmark } from './tabular-benchmark.ts';

export const nasbench101Benchmark = (
  table: Nasbench101Table,
  edges: EdgeRule = 'after-pruning',
): TabularBenchmark<CellSpec> =>
  tabular(table, {
    name: 'nasbench101',
    rowOf: (spec) =>
      edges === 'before-pruning' && !isAllowedByStudy(spec) ? notInSpace : table.cells.rowOf(spec),
    leastErrors: () => leastMeanErrors(table),
  });

export const nasbench1shot1Benchmark = (
  number: SpaceNumber,
  table: Nasbench101Table,
): TabularBenchmark<Bench1Shot1Cell> =>
  tabular(table, {
    name: `nasbench1shot1-${number}`,
    rowOf: (cell) => table.cells.rowOf(toSpec(number, cell)),
    leastErrors: () => leastRunErrors(table, number),
  });

/** Over seven-vertex specs as integers (space/nasbench101/coded-cells.ts). */
export const codedBenchmark = (table: Nasbench101Table): TabularBenchmark<number> =>
  tabular(table, {
    name: 'nasbench101',
    rowOf: (code) => table.cells.rowOfCode(maxVertices, edgeBitsOf(code), labelCodeOfCode(code)),
    leastErrors: () => leastMeanErrors(table),
  });

interface TabularSpace<A> {
  readonly name: string;
  /** A row, `notInTable` or `notInSpace`. */
  readonly rowOf: (architecture: A) => number;
  /** What regrets are differences to. */
  readonly leastErrors: () => LeastErrors;
}

function tabular<A>(
  table: Nasbench101Table,
  { name, rowOf, leastErrors }: TabularSpace<A>,
): TabularBenchmark<A> {
  const { epochs, repeats, rows } = table.facts;
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
      best ??= leastErrors();
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
      return row < 0 ? Number.NaN : percentWrong(meanOf(table, row, 'finalTestAccuracy'));
    },
  };
}

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
