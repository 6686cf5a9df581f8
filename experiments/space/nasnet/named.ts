/** Published NASNet cells by name. */
import type { Block, BlockInput } from './cell.ts';
import type { NasnetGenotype } from './genotype.ts';
import type { Operation } from './operations.ts';

const short: Readonly<Record<string, Operation>> = {
  identity: 'identity',
  avg3: 'avg_pool_3x3',
  max3: 'max_pool_3x3',
  sep3: 'sep_conv_3x3',
  sep5: 'sep_conv_5x5',
  sep7: 'sep_conv_7x7',
};

/** Inputs as `operation<state`, two for each block, all of them added. */
const added = (text: string): readonly Block[] => {
  const inputs = text.split(' ').map((input): BlockInput => {
    const [operation = '', state = ''] = input.split('<');
    return [short[operation] ?? 'identity', Number(state)];
  });
  return Array.from({ length: inputs.length / 2 }, (_, b) => {
    const [first = ['identity', 0], second = ['identity', 0]] = inputs.slice(2 * b, 2 * b + 2);
    return { inputs: [first, second], combine: 'add' };
  });
};

export const namedGenotypes = {
  /**
   * Zoph et al. 2018, figure 4, as tensorflow/models@08eebbc builds it (research/slim/nets/nasnet/nasnet_utils.py). The
   * normal cell puts out its older input besides the five blocks, and the reduction cell a state that a block reads, so
   * that no sample of the space is this network.
   */
  'NASNet-A': {
    normal: added('sep5<0 sep3<1 sep5<1 sep3<1 avg3<0 identity<1 avg3<1 avg3<1 sep3<0 identity<0'),
    normal_concat: [1, 2, 3, 4, 5, 6],
    reduce: added('sep5<0 sep7<1 max3<0 sep7<1 avg3<0 sep5<1 identity<3 avg3<2 sep3<2 max3<0'),
    reduce_concat: [3, 4, 5, 6],
  },
} as const satisfies Readonly<Record<string, NasnetGenotype>>;
