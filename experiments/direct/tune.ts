/** The method `tune`: BOHB over the settings of a method that shares weights. */
import { Type } from '@sinclair/typebox';
import { choice, count, type SettingsOf, withDefault } from '../../schemas/setting.ts';
import { budget, densities, halving, tinyHalving } from '../method/settings.ts';
import { imageSearchExample, tinyArchitectureSteps } from '../oneshot/settings.ts';
import { defineDirect } from './module.ts';

const settings = {
  method: Type.Object(
    { kind: Type.String() },
    {
      title: 'Tuned method',
      description: 'The method whose settings are tuned.',
      'x-method': true,
    },
  ),
  tunedSettings: choice(
    'Tuned settings',
    'Which settings are tuned: 1 the weight decay, 2 also the learning rate, 3 also those of the architecture steps, momentum, batch size and gradient clip.',
    [1, 2, 3],
    { default: 2, source: 'Zela et al. 2020, section 5' },
  ),
  evaluations: count('Evaluations', 'Searches after which tuning ends.'),
  logicalWorkers: budget.logicalWorkers,
  ...halving,
  eta: withDefault(halving.eta, 2),
  ...densities,
  minBandwidth: withDefault(densities.minBandwidth, 0.3),
};

export type TuneSettings = SettingsOf<typeof settings>;

export const method = defineDirect({
  kind: 'tune',
  description:
    'BOHB over the meta-hyperparameters of a one-shot method on NAS-Bench-1Shot1, with search epochs as the budget and the error that the benchmark records for the cell found as the score.',
  source: 'Zela et al. 2020, section 5',
  sharesWeights: true,
  tasks: {
    'image-classification': {
      settings,
      spaces: ['nasbench1shot1-1', 'nasbench1shot1-2', 'nasbench1shot1-3'],
      example: {
        method: { kind: 'darts', ...imageSearchExample, layers: 9 },
        ...{ evaluations: 64, minEpochs: 25, maxEpochs: 100, logicalWorkers: 16 },
      },
      tiny: {
        tune: { ...tinyHalving, samples: 4, method: { kind: 'darts', ...tinyArchitectureSteps } },
      },
    },
  },
});
