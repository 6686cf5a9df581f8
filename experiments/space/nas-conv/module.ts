/** What the three spaces say about themselves. */
import type { SpaceModule } from '../module.ts';
import { nasConvConfig } from './decisions.ts';
import type { NasConvForm } from './form.ts';
import { type ConvGenotype, genotypeId } from './genotype.ts';
import { decisionCount, networkCount, ofAllDepths } from './network-count.ts';
import { readConvGenotype } from './read.ts';
import { nasConv } from './space.ts';

export function spaceOf(form: NasConvForm, sentence: string): SpaceModule<ConvGenotype> {
  const config = nasConvConfig(form);
  let count: bigint | undefined;
  return {
    ...nasConv(form, config),
    get count() {
      count ??= ofAllDepths(form, networkCount);
      return count;
    },
    sentence,
    source: 'Zoph and Le 2017, sections 3.3 and 4.1',
    publishedCount: ofAllDepths(form, decisionCount),
    config,
    examples: {},
    genotypeId: (genotype) => genotypeId(form, genotype),
    genotypeOf: (genotype) => genotype,
    read: (value) => readConvGenotype(form, value),
    description: async () => (await import('./description.ts')).descriptionOf(form),
    triedIn: ['image-classification', 'command'],
    tasks: { 'image-classification': async () => (await import('./network.ts')).imagesOf(form) },
  };
}
