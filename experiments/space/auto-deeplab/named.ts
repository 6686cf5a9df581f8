/** Published Auto-DeepLab architectures by name. */
import type { AutoDeepLabGenotype, BlockInput } from './genotype.ts';

const cell: readonly BlockInput[] = [
  ['sep_conv_3x3', 0],
  ['atrous_conv_5x5', 1],
  ['atrous_conv_3x3', 0],
  ['sep_conv_3x3', 1],
  ['sep_conv_3x3', 1],
  ['sep_conv_3x3', 3],
  ['sep_conv_5x5', 2],
  ['sep_conv_5x5', 4],
  ['sep_conv_5x5', 3],
  ['atrous_conv_5x5', 5],
];

export const namedGenotypes = {
  /** Liu et al. 2019, figure 3, as tensorflow/models builds it (research/deeplab/core/nas_network.py and nas_genotypes.py). */
  'Auto-DeepLab': { cell, path: [4, 4, 4, 8, 16, 8, 16, 16, 32, 32, 16, 8] },
} as const satisfies Readonly<Record<string, AutoDeepLabGenotype>>;
