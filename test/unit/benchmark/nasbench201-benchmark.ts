/**
 * NAS-Bench-201 as a benchmark for search, over the table of its trainings of 12 epochs. The table has no times; an
 * epoch counts as a second.
 */
import type { Nasbench201DataSet, Nasbench201Row } from '../../../experiments/benchmark/nasbench201.ts';
import type { TabularBenchmark } from '../../../experiments/benchmark/tabular-benchmark.ts';

const recordedEpochs = 12;

/** Over cells by their text. */
export function nasbench201Benchmark(
  rows: readonly Nasbench201Row[],
  data: Nasbench201DataSet,
): TabularBenchmark<string> {
  const byCell = new Map(rows.map((row) => [row.cell, row]));
  const leastError = (part: 'validation' | 'test'): number =>
    rows.reduce((least, row) => Math.min(least, 100 - row[part][data]), Number.POSITIVE_INFINITY);
  return {
    name: `nasbench201-${data}`,
    names: [...byCell.keys()].sort(),
    epochs: [recordedEpochs],
    repeats: 1,
    best: { validationErrorPercent: leastError('validation'), testErrorPercent: leastError('test') },
    query(cell, epochs, repeat) {
      if (epochs !== recordedEpochs || repeat !== 0) {
        throw new TypeError(
          `Expected the first training of ${recordedEpochs} epochs, got \`${repeat}\` of \`${epochs}\``,
        );
      }
      const row = byCell.get(cell);
      return row ? { validationErrorPercent: 100 - row.validation[data], seconds: epochs } : 'invalid';
    },
    meanTestErrorPercent: (cell) => 100 - (byCell.get(cell)?.test[data] ?? Number.NaN),
  };
}
