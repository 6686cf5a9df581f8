import type { SpaceModule } from '../module.ts';
import { cellCount } from './cell-count.ts';
import { autoDeepLabConfig } from './decisions.ts';
import { type AutoDeepLabGenotype, genotypeId, usualBlocks } from './genotype.ts';
import { namedGenotypes } from './named.ts';
import { readAutoDeepLab } from './read.ts';
import { autoDeepLab } from './space.ts';
import { pathCount, usualLayers } from './trellis.ts';

export const space: SpaceModule<AutoDeepLabGenotype> = {
  ...autoDeepLab(),
  sentence: 'A cell of five blocks and a path through twelve layers at strides 4 to 32, for segmentation.',
  source: 'Liu et al. 2019, Auto-DeepLab, section 3',
  publishedCount: cellCount(usualBlocks) * pathCount(usualLayers, [0]),
  config: autoDeepLabConfig(usualBlocks, usualLayers),
  examples: namedGenotypes,
  genotypeId,
  genotypeOf: (genotype) => genotype,
  read: readAutoDeepLab,
  description: async () => (await import('./description.ts')).description,
  triedIn: ['semantic-segmentation', 'command'],
  tasks: { 'semantic-segmentation': async () => (await import('./network.ts')).segmentation },
};
