/** Settings of the method `tune`. */
import { Type } from '@sinclair/typebox';
import type { MethodSettings } from '../../schemas/manifest.ts';
import { choice, count, type SettingsOf, withDefault } from '../../schemas/setting.ts';
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
    'Which settings are tuned: 1 the weight decay, 2 also the learning rate, 3 also those of the architecture steps, momentum, batch size, gradient clip and the size of the cutout. Each set has the probability of cutout.',
    [1, 2, 3],
    { default: 2, source: 'Zela et al. 2020, section 5' },
  ),
  brackets: count(
    'Brackets',
    'Brackets of Hyperband after which tuning ends; 0 sets no such end. The released code calls them iterations: its 64 are 280 searches of 25, 50 or 100 epochs.',
    { minimum: 0, default: 0 },
  ),
  evaluations: count('Evaluations', 'Searches after which tuning ends; 0 sets no such end.', {
    minimum: 0,
    default: 0,
  }),
  handedOn: choice(
    'Values handed on',
    'Which tuned values reach the searches. `as-released` leaves out what the released worker proposes and then drops: cutout is off, and of the settings that 3 adds only momentum and batch size count.',
    ['all', 'as-released'],
  ),
  logicalWorkers: budget.logicalWorkers,
  ...halving,
  eta: withDefault(halving.eta, 2),
  ...densities,
};

export type TuneSettings = SettingsOf<typeof settings>;
