/** The spaces that a table of NAS-Bench-101 results can answer for. */
import type { CellSpecification, SpaceName } from '../../schemas/architecture.ts';
import { nasbench1shot1Benchmark, nasbench101Benchmark } from '../benchmark/nasbench101-benchmark.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import type { TabularBenchmark } from '../benchmark/tabular-benchmark.ts';
import type { Variation } from '../method/black-box-method.ts';
import { nasbench1shot1Config } from '../method/config/nasbench1shot1.ts';
import { type OneShotCell, toSpec } from '../space/nasbench1shot1/cell.ts';
import type { SpaceNumber } from '../space/nasbench1shot1/layout.ts';
import { nasbench1shot1 } from '../space/nasbench1shot1/space.ts';
import type { SearchedSpace } from './black-box-method.ts';
import { cellsUpTo } from './cells-up-to.ts';
import { proposedCellId } from './proposed-cell-id.ts';

export interface TabularSpace<A> {
  readonly name: SpaceName;
  readonly searched: SearchedSpace<A>;
  readonly benchmark: TabularBenchmark<A>;
  id(architecture: A): string;
  toSpec(architecture: A): CellSpecification;
}

export function tabularCells(table: Nasbench101Table): TabularSpace<CellSpecification> {
  return {
    name: 'nasbench101',
    searched: recordedOnly(cellsUpTo(table.largestCell), (spec) => table.indexOfSpec(spec) >= 0),
    benchmark: nasbench101Benchmark(table),
    id: proposedCellId,
    toSpec: (spec) => spec,
  };
}

export function tabularOneShotCells(number: SpaceNumber, table: Nasbench101Table): TabularSpace<OneShotCell> {
  const space = nasbench1shot1(number);
  const searched = { variation: space, config: nasbench1shot1Config(number) };
  return {
    name: `nasbench1shot1-${number}`,
    searched: recordedOnly(searched, (cell) => table.indexOfSpec(toSpec(number, cell)) >= 0),
    benchmark: nasbench1shot1Benchmark(number, table),
    id: space.id,
    toSpec: (cell) => toSpec(number, cell),
  };
}

/** Draws after which a table counts as holding none of a space. */
const maxDraws = 100_000;

/**
 * Samples and children are drawn until the table knows them, which changes nothing where it is complete. Methods that
 * work on parameters may still ask for a cell that it lacks, which then counts as a failed training.
 */
function recordedOnly<A>(
  { variation, config }: SearchedSpace<A>,
  isRecorded: (architecture: A) => boolean,
): SearchedSpace<A> {
  const until = (draw: () => A): A => {
    for (let i = 0; i < maxDraws; i += 1) {
      const drawn = draw();
      if (isRecorded(drawn)) return drawn;
    }
    throw new Error(`The table holds next to nothing of ${config.name}`);
  };
  const recorded: Variation<A> = {
    sample: (draws) => until(() => variation.sample(draws)),
    mutate: (architecture, draws) => until(() => variation.mutate(architecture, draws)),
  };
  return { variation: recorded, config };
}
