/**
 * The NASNet search space: a normal and a reduction cell of B blocks, each joining two earlier states through one
 * operation each; the states that no block reads are the output. Source: Zoph et al. 2018, section 3.
 */
import { sampleConfiguration } from '../config-space.ts';
import type { CountedSpace } from '../search-space.ts';
import { oneParameterChanges } from '../variation.ts';
import { networkCount } from './cell-count.ts';
import { decisionsOf, nasnetConfig } from './decisions.ts';
import { genotypeId, genotypeProblems, type NasnetGenotype } from './genotype.ts';

/** B of the paper. */
export const usualBlocks = 5;

/** @param blocks B, of either cell */
export function nasnet(blocks = usualBlocks): CountedSpace<NasnetGenotype> {
  const config = nasnetConfig(blocks);
  const changes = oneParameterChanges(config);
  return {
    name: 'nasnet',
    count: networkCount(blocks) ** 2n,
    // Uniform over the decisions, as the random search of the paper draws them (section 3); a network that can be
    // written in more ways is drawn more often.
    sample: (draws) => config.decode(sampleConfiguration(config, draws)),
    mutate(genotype, draws) {
      const id = genotypeId(genotype);
      for (;;) {
        // Another decision can be the same network, where two blocks are alike.
        const mutant = config.decode(changes.mutate(decisionsOf(genotype), draws));
        if (genotypeId(mutant) !== id) return mutant;
      }
    },
    encode: decisionsOf,
    decode: config.decode,
    validate: (value) => genotypeProblems(value, blocks),
    id: genotypeId,
  };
}
