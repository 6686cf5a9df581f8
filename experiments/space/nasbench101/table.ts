/** Cells of NAS-Bench-101 as a table of its results answers for them. */
import { nasbench101Benchmark } from '../../benchmark/nasbench101-benchmark.ts';
import { recordedOnly, type TableSpace } from '../../task/tabular-benchmark/space.ts';
import { cellsUpTo } from './cells-up-to.ts';
import type { CellSpec } from './spec.ts';

export const table: TableSpace<CellSpec> = {
  searched: (recorded) =>
    recordedOnly(cellsUpTo(recorded.largestCell), (spec) => recorded.indexOfSpec(spec) >= 0),
  benchmark: nasbench101Benchmark,
};
