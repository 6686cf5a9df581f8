/** Published cells by name. */
import type { NasRnnGenotype } from './cell.ts';

export const namedCells = {
  /** The best cell of Zoph and Le 2017, appendix figure 8, as tensorflow/addons@3380b3c builds it (rnn/nas_cell.py). */
  NASCell: {
    nodes: [
      ['add', 'sigmoid'],
      ['add', 'relu'],
      ['add', 'sigmoid'],
      ['elem_mult', 'relu'],
      ['add', 'tanh'],
      ['add', 'sigmoid'],
      ['add', 'tanh'],
      ['add', 'sigmoid'],
      ['elem_mult', 'tanh'],
      ['add', 'tanh'],
      ['elem_mult', 'tanh'],
      ['add', 'sigmoid'],
      ['elem_mult', 'identity'],
      ['add', 'tanh'],
      ['elem_mult', 'tanh'],
    ],
    inject: ['add', 'tanh'],
    cell_indices: [12, 8],
  },
  /** The worked example of Zoph and Le 2017, section 3.4 and figure 5: of base 2, so that no sample is this cell. */
  'base-2': {
    nodes: [
      ['add', 'tanh'],
      ['elem_mult', 'relu'],
      ['elem_mult', 'sigmoid'],
    ],
    inject: ['add', 'relu'],
    cell_indices: [1, 0],
  },
} as const satisfies Readonly<Record<string, NasRnnGenotype>>;
