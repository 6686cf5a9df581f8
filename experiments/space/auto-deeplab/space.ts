/**
 * The Auto-DeepLab search space: one cell of B blocks for the whole network, and the stride of each of L layers.
 * Source: Liu et al. 2019 (Auto-DeepLab), section 3.
 */
import { type Configuration, expectConfiguration, sampleConfiguration } from '../config-space.ts';
import type { CountedSpace } from '../search-space.ts';
import { oneParameterChanges } from '../variation.ts';
import { decodableCount } from './cell-count.ts';
import { autoDeepLabConfig, decisionsOf } from './decisions.ts';
import { type AutoDeepLabGenotype, genotypeId, genotypeProblems, usualBlocks } from './genotype.ts';
import { pathCount, usualLayers } from './trellis.ts';

export function autoDeepLab(blocks = usualBlocks, layers = usualLayers): CountedSpace<AutoDeepLabGenotype> {
  const config = autoDeepLabConfig(blocks, layers);
  const changes = oneParameterChanges(config);
  const isValid = (configuration: Configuration): boolean => config.isValid?.(configuration) ?? true;
  return {
    name: 'auto-deeplab',
    count: decodableCount(blocks) * pathCount(layers),
    sample(draws) {
      // Lists of moves that leave the trellis are drawn again, which leaves all paths equally likely.
      for (;;) {
        const configuration = sampleConfiguration(config, draws);
        if (isValid(configuration)) return config.decode(configuration);
      }
    },
    mutate(genotype, draws) {
      for (;;) {
        const changed = changes.mutate(decisionsOf(genotype), draws);
        if (isValid(changed)) return config.decode(changed);
      }
    },
    encode: decisionsOf,
    decode(code) {
      expectConfiguration(config, code);
      if (!isValid(code))
        throw new TypeError(`Expected moves within strides 4 to 32, got [${code.join(', ')}]`);
      return config.decode(code);
    },
    validate: (value) => genotypeProblems(value, blocks, layers),
    id: genotypeId,
  };
}
