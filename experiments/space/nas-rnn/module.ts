/** What the spaces of recurrent cells say about themselves: one for each list of combinations and activations. */
import type { SpaceModule } from '../module.ts';
import type { NasRnnGenotype } from './cell.ts';
import { decisionCount } from './cell-count.ts';
import { nasRnnConfig } from './decisions.ts';
import { genotypeId } from './genotype.ts';
import { namedCells } from './named.ts';
import { readNasRnn } from './read.ts';
import { nasRnn } from './space.ts';
import { usualBase } from './tree.ts';
import type { Words } from './words.ts';

export function spaceOf(name: string, words: Words, sentence: string): SpaceModule<NasRnnGenotype> {
  return {
    ...nasRnn(name, words, usualBase),
    sentence,
    source: 'Zoph and Le 2017, section 3.4',
    publishedCount: decisionCount(usualBase, words),
    config: nasRnnConfig(name, words, usualBase),
    examples: namedCells,
    genotypeId,
    genotypeOf: (genotype) => genotype,
    read: (value) => readNasRnn(value, name, words),
    description: async () => (await import('./description.ts')).descriptionOf(name, words),
    triedIn: ['language-modelling', 'command'],
    tasks: { 'language-modelling': async () => (await import('./network.ts')).text },
  };
}
