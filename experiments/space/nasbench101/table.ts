/** Cells of NAS-Bench-101 as a table of its results answers for them. */
import { nasbench101Benchmark } from '../../benchmark/nasbench101-benchmark.ts';
import { recordedOnly, type TableSpace } from '../../task/tabular-benchmark/space.ts';
import { cellsUpTo, decodedVariation } from './cells-up-to.ts';
import type { CellSpec } from './spec.ts';

export const table: TableSpace<CellSpec> = {
  searched: (recorded, { redraw, edges }) => {
    const space = cellsUpTo(recorded.largestCell, edges);
    if (!redraw) return { config: space.config, variation: decodedVariation(space.config) };
    return recordedOnly(space, (spec) => recorded.cells.rowOf(spec) >= 0);
  },
  benchmark: (recorded, { edges }) => nasbench101Benchmark(recorded, edges),
};
