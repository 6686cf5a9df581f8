/** Settings of the method `tune`. */
import { Type } from '@sinclair/typebox';
import type { MethodSettings } from '../../schemas/manifest.ts';
import { choice, count, withDefault } from '../../schemas/setting.ts';
import { budget, densities, halving } from '../method/settings.ts';

export const settings = {
  method: Type.Unsafe<MethodSettings>(
    Type.Object(
      { kind: Type.String() },
      {
        title: 'Tuned method',
        description: 'The method whose settings are tuned.',
        'x-method': true,
      },
    ),
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
