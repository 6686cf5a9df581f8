/**
 * The ENAS macro search space: layer by layer one of six operations, and any of the earlier maps as skip connections.
 * Source: Pham et al. 2018, section 2.3: 6^L 2^(L(L-1)/2) networks.
 */
import { decidedSpace } from '../decided-space.ts';
import type { CountedSpace } from '../search-space.ts';
import { decisionsOf, macroConfig } from './decisions.ts';
import { genotypeId, genotypeProblems, type MacroGenotype, skipCount } from './genotype.ts';
import { operations } from './operations.ts';

/** L of the paper's search. */
export const usualLayers = 12;

export const architectureCount = (layers: number): bigint =>
  BigInt(operations.length) ** BigInt(layers) * 2n ** BigInt(skipCount(layers));

export const enasMacro = (layers = usualLayers): CountedSpace<MacroGenotype> =>
  decidedSpace({
    config: macroConfig(layers),
    count: architectureCount(layers),
    decisionsOf,
    validate: (value) => genotypeProblems(value, layers),
    id: genotypeId,
  });
