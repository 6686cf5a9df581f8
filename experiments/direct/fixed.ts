/** The method `fixed`: architectures that papers name. */

import { defineDirect } from '../task/direct-module.ts';
import { settings } from './fixed-settings.ts';

const form = {
  settings,
  example: { architecture: 'DARTS_V2' },
  load: () => import('./fixed-search.ts'),
};

export const method = defineDirect({
  kind: 'fixed',
  description: 'No search: an architecture that a paper names. `reprise arch` lists the names.',
  sharesWeights: false,
  asksForTrials: false,
  tasks: {
    'image-classification': {
      ...form,
      spaces: ['darts-cnn', 'nasnet'],
      tiny: { 'a published cell': { architecture: 'NASNet' } },
    },
    'language-modelling': {
      ...form,
      spaces: ['darts-rnn'],
      tiny: { 'a published cell': { architecture: 'DARTS_V2' } },
    },
  },
});
