/** The paper's parameters of NAS-Bench-1Shot1: an operation for each choice block, a set of parents for each node. */

import { type ConfigSpace, categorical, expectConfiguration } from '../config-space.ts';
import type { Bench1Shot1Cell } from './cell.ts';
import { blockCount, operations, parentSets, type SpaceNumber } from './layout.ts';
import { nasbench1shot1 } from './space.ts';

/** Every configuration is a cell. Parameters with a single choice are kept, as they count for the models' dimensions. */
export function nasbench1shot1Config(number: SpaceNumber): ConfigSpace<Bench1Shot1Cell> {
  const blocks = Array.from({ length: blockCount(number) }, (_, i) => i + 1);
  const nodes = [...blocks, blocks.length + 1];
  const cells = nasbench1shot1(number);
  const space: ConfigSpace<Bench1Shot1Cell> = {
    name: cells.name,
    parameters: [
      ...blocks.map((block) => categorical(`choice_block_${block}_op`, operations.length)),
      ...nodes.map((node) => categorical(`choice_block_${node}_parents`, parentSets(number, node).length)),
    ],
    decode(configuration) {
      expectConfiguration(space, configuration);
      return cells.decode(configuration);
    },
  };
  return space;
}
