/**
 * The ENAS micro search space: a normal and a reduction cell of B nodes, two of which are the inputs; the others each add what
 * two operations make of two nodes before them. Source: Pham et al. 2018, section 2.4.
 */
import { decidedSpace } from '../decided-space.ts';
import type { CountedSpace } from '../search-space.ts';
import { cellCount } from './cell.ts';
import { decisionsOf, microConfig } from './decisions.ts';
import { genotypeId, genotypeProblems, type MicroGenotype } from './genotype.ts';

/** B - 2 of the paper. */
export const usualNodes = 5;

/** @param nodes of either cell, besides its two inputs */
export const enasMicro = (nodes = usualNodes): CountedSpace<MicroGenotype> =>
  decidedSpace({
    config: microConfig(nodes),
    count: cellCount(nodes) ** 2n,
    decisionsOf,
    validate: (value) => genotypeProblems(value, nodes),
    id: genotypeId,
  });
