/** Published cells by name; neither has the twelve nodes of the space. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import { genotypeOf } from './genotype.ts';

export const namedCells: Readonly<Record<string, RnnGenotype>> = {
  /** Pham et al. 2018, figure 6, as melodyguan/enas@4bcfd73 trains it (scripts/ptb_final.sh): the mean of loose ends. */
  ENAS: {
    recurrent: [
      ['tanh', 0],
      ['relu', 1],
      ['relu', 2],
      ['tanh', 2],
      ['tanh', 2],
      ['relu', 5],
      ['tanh', 1],
      ['relu', 6],
      ['relu', 8],
      ['relu', 8],
      ['relu', 8],
    ],
    concat: [3, 4, 7, 9, 10, 11],
  },
  /** google-research/google-research enas_lm@10bf941 (README.md). */
  'ENAS-LM': genotypeOf([
    ['sigmoid', 0],
    ['tanh', 1],
    ['relu', 2],
    ['sigmoid', 2],
    ['tanh', 4],
    ['tanh', 5],
    ['sigmoid', 3],
    ['sigmoid', 6],
  ]),
};
