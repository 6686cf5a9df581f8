/**
 * The ENAS micro search space: a normal and a reduction cell of B nodes, two of which are the inputs; the others each add what
 * two operations make of two nodes before them. Source: Pham et al. 2018, section 2.4.
 */
import { sampleConfiguration } from '../config-space.ts';
import type { CountedSpace } from '../search-space.ts';
import { oneParameterChanges } from '../variation.ts';
import { cellCount } from './cell.ts';
import { decisionsOf, microConfig } from './decisions.ts';
import { genotypeId, genotypeProblems, type MicroGenotype } from './genotype.ts';

/** B - 2 of the paper. */
export const usualNodes = 5;

/** @param nodes of either cell, besides its two inputs */
export function enasMicro(nodes = usualNodes): CountedSpace<MicroGenotype> {
  const config = microConfig(nodes);
  const changes = oneParameterChanges(config);
  return {
    name: 'enas-micro',
    count: cellCount(nodes) ** 2n,
    // Uniform over the decisions; a network that can be written in more ways is drawn more often.
    sample: (draws) => config.decode(sampleConfiguration(config, draws)),
    mutate(genotype, draws) {
      const id = genotypeId(genotype);
      for (;;) {
        // Another decision can be the same network, where two nodes are alike.
        const mutant = config.decode(changes.mutate(decisionsOf(genotype), draws));
        if (genotypeId(mutant) !== id) return mutant;
      }
    },
    encode: decisionsOf,
    decode: config.decode,
    validate: (value) => genotypeProblems(value, nodes),
    id: genotypeId,
  };
}
