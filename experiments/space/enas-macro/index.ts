import type { SpaceModule } from '../module.ts';
import { macroConfig } from './decisions.ts';
import { genotypeId, type MacroGenotype } from './genotype.ts';
import { namedGenotypes } from './named.ts';
import { readMacroGenotype } from './read.ts';
import { architectureCount, enasMacro, usualLayers } from './space.ts';

export const space: SpaceModule<MacroGenotype> = {
  ...enasMacro(),
  sentence: 'Twelve layers of one operation each, with any of the earlier layers as skip connections.',
  source: 'Pham et al. 2018, section 2.3',
  publishedCount: architectureCount(usualLayers),
  config: macroConfig(usualLayers),
  examples: namedGenotypes,
  genotypeId,
  genotypeOf: (genotype) => genotype,
  read: readMacroGenotype,
  description: async () => (await import('./description.ts')).description,
  triedIn: ['image-classification', 'command'],
  tasks: { 'image-classification': async () => (await import('./network.ts')).images },
};
