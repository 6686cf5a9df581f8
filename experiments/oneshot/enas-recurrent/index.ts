/** ENAS on recurrent cells. */
import { steps } from '../../space/darts-rnn/activations.ts';
import { usualNodes } from '../../space/enas-rnn/space.ts';
import { defineWeightSharing, type TextSearch } from '../../task/weight-sharing-module.ts';
import { tinyTextSearch } from '../settings.ts';
import { settings } from './settings.ts';

const withNodes = (nodes: number) => async (): Promise<TextSearch<typeof settings>> => {
  const { searchCells } = await import('./enas-search.ts');
  return { search: (run) => searchCells(run, nodes) };
};

export const method = defineWeightSharing({
  kind: 'enas-recurrent',
  description:
    'ENAS on recurrent cells: a recurrent controller draws the cells, and is trained by REINFORCE on what the shared weights make of them.',
  source: 'Pham et al. 2018, section 2',
  tasks: {
    'language-modelling': {
      settings,
      searches: { 'enas-rnn': withNodes(usualNodes), 'darts-rnn': withNodes(steps) },
      example: { epochs: 600, batchSize: 128, width: 200 },
      tiny: {
        'enas-recurrent': {
          ...{ ...tinyTextSearch, controllerSteps: 2, controllerSamples: 2, evaluated: 2 },
          ...{ controllerUnits: 4, controllerLearningRate: 0.01 },
        },
      },
    },
  },
});
