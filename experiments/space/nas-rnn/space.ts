/**
 * Recurrent cells as binary trees: every leaf joins an input and a hidden state, each times a matrix of its own, every
 * other node joins two earlier ones. Source: Zoph and Le 2017, section 3.4.
 */
import { sampleConfiguration } from '../config-space.ts';
import type { CountedSpace } from '../search-space.ts';
import { oneParameterChanges } from '../variation.ts';
import type { NasRnnGenotype } from './cell.ts';
import { networkCount } from './cell-count.ts';
import { decisionsOf, nasRnnConfig } from './decisions.ts';
import { genotypeId, genotypeProblems } from './genotype.ts';
import type { Words } from './words.ts';

/** @param base number of leaves */
export function nasRnn(name: string, words: Words, base: number): CountedSpace<NasRnnGenotype> {
  const config = nasRnnConfig(name, words, base);
  const changes = oneParameterChanges(config);
  return {
    name,
    count: networkCount(base, words),
    // Uniform over the decisions, as a controller that knows nothing draws them; a network that can be written in more
    // ways is drawn more often.
    sample: (draws) => config.decode(sampleConfiguration(config, draws)),
    mutate(genotype, draws) {
      const id = genotypeId(genotype);
      for (;;) {
        // Another decision can be the same network, where two parts of the tree are alike.
        const mutant = config.decode(changes.mutate(decisionsOf(genotype, words), draws));
        if (genotypeId(mutant) !== id) return mutant;
      }
    },
    encode: (genotype) => decisionsOf(genotype, words),
    decode: config.decode,
    validate: (value) => genotypeProblems(value, words, base),
    id: genotypeId,
  };
}
