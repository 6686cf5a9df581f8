/** Settings of GDAS. */
import { type SettingsOf, withDefault } from '../../../schemas/setting.ts';
import { nesterov } from '../../task/image-classification/settings.ts';
import { architectureSteps, sharedWeights, temperatures } from '../settings.ts';

export const settings = {
  ...sharedWeights,
  weightDecay: withDefault(sharedWeights.weightDecay, 0.0005),
  // The released search of DARTS cells descends so, that of NAS-Bench-1Shot1 does not.
  nesterov,
  ...architectureSteps,
  temperatureStart: withDefault(temperatures.temperatureStart, 10),
  temperatureEnd: withDefault(temperatures.temperatureEnd, 0.1),
};

export type GdasSettings = SettingsOf<typeof settings>;
