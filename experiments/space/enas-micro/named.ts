/** Published pairs of micro cells by name. */
import type { Cell } from './cell.ts';
import { nodeOf } from './decisions.ts';
import type { MicroGenotype } from './genotype.ts';

/** As the released scripts write a cell: node, operation, node, operation, for each node. */
const cell = (text: string): Cell => {
  const numbers = text.split(' ').map(Number);
  return Array.from({ length: numbers.length / 4 }, (_, i) => {
    const [from = 0, first = 0, other = 0, second = 0] = numbers.slice(4 * i, 4 * (i + 1));
    return nodeOf([from, other, first, second]);
  });
};

export const namedGenotypes = {
  /** melodyguan/enas@4bcfd73, scripts/cifar10_micro_final.sh. */
  'ENAS-micro': {
    normal: cell('0 2 0 0 0 4 0 1 0 4 1 1 1 0 0 1 0 2 1 1'),
    reduce: cell('1 0 1 0 0 3 0 2 1 1 3 1 1 0 0 4 0 3 1 1'),
  },
} as const satisfies Readonly<Record<string, MicroGenotype>>;
