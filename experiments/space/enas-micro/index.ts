import type { SpaceModule } from '../module.ts';
import { printedCount } from './cell.ts';
import { microConfig } from './decisions.ts';
import { genotypeId, type MicroGenotype } from './genotype.ts';
import { namedGenotypes } from './named.ts';
import { readMicroGenotype } from './read.ts';
import { enasMicro, usualNodes } from './space.ts';

export const space: SpaceModule<MicroGenotype> = {
  ...enasMicro(),
  sentence:
    'A normal and a reduction cell of seven nodes: two inputs, and five that add two operations on earlier ones.',
  source: 'Pham et al. 2018, section 2.4',
  publishedCount: printedCount(usualNodes),
  config: microConfig(usualNodes),
  examples: namedGenotypes,
  genotypeId,
  genotypeOf: (genotype) => genotype,
  read: readMicroGenotype,
  description: async () => (await import('./description.ts')).description,
  triedIn: ['image-classification', 'command'],
  tasks: { 'image-classification': async () => (await import('./network.ts')).images },
};
