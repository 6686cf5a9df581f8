/** The spaces that a table of NAS-Bench-101 results can answer for. */
import type { CellSpecification, SpaceName } from '../../schemas/architecture.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import type { TabularBenchmark } from '../benchmark/tabular-benchmark.ts';
import { type OneShotCell, toSpec } from '../space/nasbench1shot1/cell.ts';
import type { SpaceNumber } from '../space/nasbench1shot1/layout.ts';
import { nasbench1shot1 } from '../space/nasbench1shot1/space.ts';
import { tableOf } from '../space/nasbench1shot1/table.ts';
import { space as nasbench101 } from '../space/nasbench101/index.ts';
import { table as cellTable } from '../space/nasbench101/table.ts';
import type { SearchedSpace } from '../space/variation.ts';

export interface TabularSpace<A> {
  readonly name: SpaceName;
  readonly searched: SearchedSpace<A>;
  readonly benchmark: TabularBenchmark<A>;
  id(architecture: A): string;
  toSpec(architecture: A): CellSpecification;
}

export const tabularCells = (table: Nasbench101Table): TabularSpace<CellSpecification> => ({
  name: 'nasbench101',
  searched: cellTable.searched(table),
  benchmark: cellTable.benchmark(table),
  id: nasbench101.id,
  toSpec: (spec) => spec,
});

export function tabularOneShotCells(number: SpaceNumber, table: Nasbench101Table): TabularSpace<OneShotCell> {
  const cells = tableOf(number);
  return {
    name: `nasbench1shot1-${number}`,
    searched: cells.searched(table),
    benchmark: cells.benchmark(table),
    id: nasbench1shot1(number).id,
    toSpec: (cell) => toSpec(number, cell),
  };
}
