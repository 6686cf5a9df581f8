/** Cells of NAS-Bench-101 as a table of its results answers for them. */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import { nasbench101Benchmark } from '../../benchmark/nasbench101-benchmark.ts';
import { recordedOnly, type TableSpace } from '../../task/tabular-benchmark/space.ts';
import { cellsUpTo } from './cells-up-to.ts';
import { domainProblems } from './prune.ts';
import { nasbench101 } from './space.ts';
import type { CellSpec } from './spec.ts';

const cells = nasbench101('cells');

export const table: TableSpace<CellSpec> = {
  searched: (recorded) =>
    recordedOnly(cellsUpTo(recorded.largestCell), (spec) => recorded.indexOfSpec(spec) >= 0),
  benchmark: nasbench101Benchmark,
  id: cellId,
};

/** Methods that think in parameters also propose what is no cell, and a search's log names that as well. */
export function cellId(spec: CellSpec): string {
  return domainProblems(spec).length === 0 ? cells.id(spec) : canonicalDigest({ noCell: spec });
}
