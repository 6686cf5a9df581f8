/** Choices of NAS-Bench-1Shot1 as a table of NAS-Bench-101 results answers for them. */
import { nasbench1shot1Benchmark } from '../../benchmark/nasbench101-benchmark.ts';
import { recordedOnly, type TableSpace } from '../../task/tabular-benchmark/space.ts';
import type { Variation } from '../variation.ts';
import { type Bench1Shot1Cell, toSpec } from './cell.ts';
import { nasbench1shot1Config } from './config.ts';
import type { SpaceNumber } from './layout.ts';
import { nasbench1shot1 } from './space.ts';
import { mutateAsStudied } from './study-mutation.ts';

export function tableOf(number: SpaceNumber): TableSpace<Bench1Shot1Cell> {
  const space = nasbench1shot1(number);
  const variation: Variation<Bench1Shot1Cell> = {
    sample: (draws) => space.sample(draws),
    mutate: (cell, draws) => mutateAsStudied(number, cell, draws),
  };
  const searched = { variation, config: nasbench1shot1Config(number) };
  return {
    searched: (recorded, { redraw }) =>
      redraw ? recordedOnly(searched, (cell) => recorded.indexOfSpec(toSpec(number, cell)) >= 0) : searched,
    benchmark: (recorded) => nasbench1shot1Benchmark(number, recorded),
  };
}
