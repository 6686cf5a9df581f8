/** Published architectures of the ENAS macro space by name. */
import { layerOf } from './decisions.ts';
import type { MacroGenotype } from './genotype.ts';

/** One row for each layer: the number of its operation, then a bit for every map before the one that it reads. */
const rows = (text: string): MacroGenotype => ({
  layers: text
    .trim()
    .split('\n')
    .map((row) => {
      const [operation = 0, ...bits] = row.trim().split(' ').map(Number);
      return layerOf(operation, bits);
    }),
});

export const namedGenotypes = {
  /** The 24 layers of melodyguan/enas@4bcfd73, scripts/cifar10_macro_final.sh. The space has 12. */
  'ENAS-macro': rows(`
    0
    3 0
    0 1 0
    2 0 0 1
    2 0 0 0 0
    3 1 1 0 1 0
    2 0 0 0 0 0 1
    2 0 1 1 0 1 1 1
    1 0 1 1 1 0 1 0 1
    0 0 0 0 0 0 0 0 0 0
    2 0 0 0 0 0 1 0 0 0 0
    0 1 0 0 1 1 0 0 0 0 1 1
    2 0 1 0 0 0 0 0 1 0 1 1 0
    1 0 0 1 0 0 0 1 1 1 0 1 0 1
    0 1 1 0 1 0 1 0 0 0 0 0 1 0 0
    2 0 0 1 0 0 0 0 0 0 0 1 0 1 0 1
    2 0 1 0 0 0 1 0 0 1 1 1 1 0 0 1 0
    2 0 0 0 0 1 0 1 0 1 0 0 1 0 1 0 0 1
    3 0 1 1 0 1 0 0 0 0 0 1 0 1 0 1 0 0 0
    3 0 1 1 0 0 0 0 0 0 0 0 0 1 1 0 0 0 0 1
    0 1 0 0 1 0 1 1 0 0 0 1 0 0 0 0 0 1 1 0 0
    3 0 1 0 1 1 0 0 1 0 1 1 0 1 1 0 1 0 0 1 0 0
    0 1 0 1 0 1 0 0 0 0 0 0 0 0 1 0 1 0 0 1 0 0 0
    0 1 1 0 0 0 1 1 1 0 1 0 0 0 1 0 1 0 0 1 1 0 0 0
  `),
} as const satisfies Readonly<Record<string, MacroGenotype>>;
