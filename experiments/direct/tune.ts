/** The method `tune`: BOHB over the settings of a method that shares weights. */
import { tinyHalving } from '../method/settings.ts';
import { imageSearchExample, tinyArchitectureSteps } from '../oneshot/settings.ts';
import { defineDirect } from '../task/direct-module.ts';
import { settings } from './tune-settings.ts';

export const method = defineDirect({
  kind: 'tune',
  description:
    'BOHB over the meta-hyperparameters of a one-shot method on NAS-Bench-1Shot1, with search epochs as the budget and the error that the benchmark records for the cell found as the score.',
  source: 'Zela et al. 2020, section 5',
  sharesWeights: false,
  asksForTrials: true,
  tasks: {
    'image-classification': {
      settings,
      spaces: ['nasbench1shot1-1', 'nasbench1shot1-2', 'nasbench1shot1-3'],
      load: () => import('./tune-search.ts'),
      example: {
        method: { kind: 'darts', ...imageSearchExample, layers: 9 },
        ...{ brackets: 64, minEpochs: 25, maxEpochs: 100, logicalWorkers: 16 },
      },
      tiny: {
        tune: { ...tinyHalving, samples: 4, method: { kind: 'darts', ...tinyArchitectureSteps } },
      },
    },
  },
});
