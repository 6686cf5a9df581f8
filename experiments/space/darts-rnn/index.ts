import type { RnnGenotype } from '../../../schemas/architecture.ts';
import type { SpaceModule } from '../module.ts';
import { dartsRnnConfig } from './config.ts';
import { rnnGenotypeId } from './genotype.ts';
import { rnnExamples } from './named.ts';
import { readRnnGenotype } from './read.ts';
import { dartsRnn } from './space.ts';

export const space: SpaceModule<RnnGenotype> = {
  ...dartsRnn,
  sentence: 'A recurrent cell of eight nodes, each reading one earlier state through one activation.',
  source: 'Liu et al. 2019, section 3.1.2 and appendix C.3',
  publishedCount: dartsRnn.count,
  config: dartsRnnConfig,
  examples: rnnExamples,
  genotypeId: rnnGenotypeId,
  genotypeOf: (genotype) => genotype,
  read: readRnnGenotype,
  description: async () => (await import('./description.ts')).description,
  triedIn: ['language-modelling', 'command'],
  tasks: { 'language-modelling': async () => (await import('./network.ts')).text },
};
