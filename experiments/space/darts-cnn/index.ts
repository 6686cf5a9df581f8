import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { SpaceModule } from '../module.ts';
import { dartsCnnConfig } from './config.ts';
import { genotypeId } from './genotype.ts';
import { namedGenotypes } from './named.ts';
import { readCnnGenotype } from './read.ts';
import { dartsCnn } from './space.ts';

const genotypes = dartsCnn('without-none');

export const space: SpaceModule<CnnGenotype> = {
  ...genotypes,
  sentence:
    'A normal and a reduction cell of four nodes, each taking two earlier outputs through one operation each.',
  source: 'Liu et al. 2019, section 3.1.1 and appendix C.3',
  publishedCount: genotypes.count,
  config: dartsCnnConfig('without-none'),
  examples: namedGenotypes,
  genotypeId,
  genotypeOf: (genotype) => genotype,
  read: readCnnGenotype,
  description: async () => (await import('./description.ts')).description,
  triedIn: ['image-classification', 'command'],
  tasks: { 'image-classification': async () => (await import('./network.ts')).images },
};
