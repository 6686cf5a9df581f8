/** Settings of GDAS. */
import { type SettingsOf, withDefault } from '../../../schemas/setting.ts';
import { architectureSteps, sharedWeights, temperatures } from '../settings.ts';

export const settings = {
  ...sharedWeights,
  weightDecay: withDefault(sharedWeights.weightDecay, 0.0005),
  ...architectureSteps,
  temperatureStart: withDefault(temperatures.temperatureStart, 10),
  temperatureEnd: withDefault(temperatures.temperatureEnd, 0.1),
};

export type GdasSettings = SettingsOf<typeof settings>;
