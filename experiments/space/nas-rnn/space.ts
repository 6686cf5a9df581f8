/**
 * Recurrent cells as binary trees: every leaf joins an input and a hidden state, each times a matrix of its own, every
 * other node joins two earlier ones. Source: Zoph and Le 2017, section 3.4.
 */
import { decidedSpace } from '../decided-space.ts';
import type { CountedSpace } from '../search-space.ts';
import type { NasRnnGenotype } from './cell.ts';
import { networkCount } from './cell-count.ts';
import { decisionsOf, nasRnnConfig } from './decisions.ts';
import { genotypeId, genotypeProblems } from './genotype.ts';
import type { Words } from './words.ts';

/** @param base number of leaves */
export const nasRnn = (name: string, words: Words, base: number): CountedSpace<NasRnnGenotype> =>
  decidedSpace({
    config: nasRnnConfig(name, words, base),
    count: networkCount(base, words),
    decisionsOf: (genotype) => decisionsOf(genotype, words),
    validate: (value) => genotypeProblems(value, words, base),
    id: genotypeId,
  });
