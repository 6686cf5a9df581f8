/**
 * What regrets are differences to. NAS-Bench-101 takes the smallest mean over repeats of all of its cells, as its
 * optimiser study does (automl/nas_benchmarks@1b09906, `nas_cifar10.py`). Each space of NAS-Bench-1Shot1 takes the best
 * single run among its own cells, so that even its best cell keeps a regret (automl/nasbench-1shot1@cb0f0ec,
 * `search_space_1.py` to `search_space_3.py`).
 */
import { cellCodesOf } from '../space/nasbench1shot1/enumerate.ts';
import type { SpaceNumber } from '../space/nasbench1shot1/layout.ts';
import { totalCells } from '../space/nasbench101/enumerate.ts';
import type { Nasbench101Table, ResultMetric } from './nasbench101-table.ts';
import type { TabularBenchmark } from './tabular-benchmark.ts';

export type LeastErrors = TabularBenchmark<never>['best'];

/** Of all runs of 108 epochs of each space's cells, as the released code has them. */
const published: Readonly<Record<SpaceNumber, LeastErrors>> = {
  1: { validationErrorPercent: 4.9278855323791504, testErrorPercent: 5.448716878890991 },
  2: { validationErrorPercent: 5.1582515239715576, testErrorPercent: 5.7592153549194336 },
  3: { validationErrorPercent: 4.847759008407593, testErrorPercent: 5.338543653488159 },
};

/** The smallest mean over repeats of the longest runs; NaN where none was recorded. */
export function leastMeanErrors(table: Nasbench101Table): LeastErrors {
  const rows = Array.from({ length: table.facts.rows }, (_, row) => row);
  return errors((metric) => rows.map((row) => meanOf(table, row, metric)));
}

/**
 * The error of the best single one of the longest runs among the cells of a space: the published one where the table is
 * all of NAS-Bench-101, that of the cells at hand in a smaller table. NaN where none was recorded.
 */
export function leastRunErrors(table: Nasbench101Table, space: SpaceNumber): LeastErrors {
  const { rows, epochs, repeats } = table.facts;
  const longest = epochs.at(-1) ?? 0;
  if (rows === totalCells && longest === 108) return published[space];
  const own = rowsOfSpace(table, space);
  return errors((metric) =>
    own.flatMap((row) =>
      Array.from({ length: repeats }, (_, repeat) => table.value(row, metric, longest, repeat)),
    ),
  );
}

function rowsOfSpace(table: Nasbench101Table, space: SpaceNumber): readonly number[] {
  const found: number[] = [];
  for (const { vertices, bits, labelCode } of cellCodesOf(space, table.largestCell)) {
    const row = table.cells.rowOfCode(vertices, bits, labelCode);
    if (row >= 0) found.push(row);
  }
  return found;
}

/** Of the longest runs; NaN where a repeat was not recorded. */
export function meanOf(table: Nasbench101Table, row: number, metric: ResultMetric): number {
  const { epochs, repeats } = table.facts;
  let sum = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    sum += table.value(row, metric, epochs.at(-1) ?? 0, repeat);
  }
  return sum / repeats;
}

const errors = (accuracies: (metric: ResultMetric) => readonly number[]): LeastErrors => ({
  validationErrorPercent: leastError(accuracies('finalValidationAccuracy')),
  testErrorPercent: leastError(accuracies('finalTestAccuracy')),
});

function leastError(accuracies: readonly number[]): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const accuracy of accuracies) if (accuracy > most) most = accuracy;
  return most === Number.NEGATIVE_INFINITY ? Number.NaN : percentWrong(most);
}

export const percentWrong = (accuracy: number): number => 100 * (1 - accuracy);
