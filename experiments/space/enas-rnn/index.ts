import type { RnnGenotype } from '../../../schemas/architecture.ts';
import type { SpaceModule } from '../module.ts';
import { decisionCount } from './cell-count.ts';
import { enasRnnConfig } from './decisions.ts';
import { genotypeId } from './genotype.ts';
import { namedCells } from './named.ts';
import { readEnasRnn } from './read.ts';
import { enasRnn, usualNodes } from './space.ts';

export const space: SpaceModule<RnnGenotype> = {
  ...enasRnn(),
  sentence: 'A recurrent cell of twelve nodes, each reading one earlier state through one activation.',
  source: 'Pham et al. 2018, section 2.1',
  publishedCount: decisionCount(usualNodes),
  config: enasRnnConfig(usualNodes),
  examples: namedCells,
  genotypeId,
  genotypeOf: (genotype) => genotype,
  read: readEnasRnn,
  description: async () => (await import('./description.ts')).description,
  triedIn: ['language-modelling', 'command'],
  tasks: { 'language-modelling': async () => (await import('./network.ts')).text },
};
