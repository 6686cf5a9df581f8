/**
 * The ENAS macro search space: layer by layer one of six operations, and any of the earlier maps as skip connections.
 * Source: Pham et al. 2018, section 2.3: 6^L 2^(L(L-1)/2) networks.
 */
import { sampleConfiguration } from '../config-space.ts';
import type { CountedSpace } from '../search-space.ts';
import { oneParameterChanges } from '../variation.ts';
import { decisionsOf, macroConfig } from './decisions.ts';
import { genotypeId, genotypeProblems, type MacroGenotype, skipCount } from './genotype.ts';
import { operations } from './operations.ts';

/** L of the paper's search. */
export const usualLayers = 12;

export const architectureCount = (layers: number): bigint =>
  BigInt(operations.length) ** BigInt(layers) * 2n ** BigInt(skipCount(layers));

export function enasMacro(layers = usualLayers): CountedSpace<MacroGenotype> {
  const config = macroConfig(layers);
  const changes = oneParameterChanges(config);
  return {
    name: 'enas-macro',
    count: architectureCount(layers),
    sample: (draws) => config.decode(sampleConfiguration(config, draws)),
    mutate: (genotype, draws) => config.decode(changes.mutate(decisionsOf(genotype), draws)),
    encode: decisionsOf,
    decode: config.decode,
    validate: (value) => genotypeProblems(value, layers),
    id: genotypeId,
  };
}
