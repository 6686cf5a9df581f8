/**
 * The NASNet search space: a normal and a reduction cell of B blocks, each joining two earlier states through one
 * operation each; the states that no block reads are the output. Source: Zoph et al. 2018, section 3.
 */
import { decidedSpace } from '../decided-space.ts';
import type { CountedSpace } from '../search-space.ts';
import { networkCount } from './cell-count.ts';
import { decisionsOf, nasnetConfig } from './decisions.ts';
import { genotypeId, genotypeProblems, type NasnetGenotype } from './genotype.ts';

/** B of the paper. */
export const usualBlocks = 5;

/** @param blocks B, of either cell */
export const nasnet = (blocks = usualBlocks): CountedSpace<NasnetGenotype> =>
  decidedSpace({
    config: nasnetConfig(blocks),
    count: networkCount(blocks) ** 2n,
    decisionsOf,
    validate: (value) => genotypeProblems(value, blocks),
    id: genotypeId,
  });
