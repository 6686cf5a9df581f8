import type { SpaceModule } from '../module.ts';
import { decisionCount } from './cell-count.ts';
import { nasnetConfig } from './decisions.ts';
import { genotypeId, type NasnetGenotype } from './genotype.ts';
import { namedGenotypes } from './named.ts';
import { readNasnetGenotype } from './read.ts';
import { nasnet, usualBlocks } from './space.ts';

export const space: SpaceModule<NasnetGenotype> = {
  ...nasnet(),
  sentence:
    'A normal and a reduction cell of five blocks, each joining two earlier states through one operation each.',
  source: 'Zoph et al. 2018, section 3',
  publishedCount: decisionCount(usualBlocks) ** 2n,
  config: nasnetConfig(usualBlocks),
  examples: namedGenotypes,
  genotypeId,
  genotypeOf: (genotype) => genotype,
  read: readNasnetGenotype,
  description: async () => (await import('./description.ts')).description,
  triedIn: ['image-classification', 'command'],
  tasks: { 'image-classification': async () => (await import('./network.ts')).images },
};
