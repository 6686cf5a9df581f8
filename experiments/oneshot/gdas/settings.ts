/** Settings of GDAS. */
import { type SettingsOf, withDefault, yesOrNo } from '../../../schemas/setting.ts';
import { architectureSteps, sharedWeights, temperatures } from '../settings.ts';

export const settings = {
  ...sharedWeights,
  weightDecay: withDefault(sharedWeights.weightDecay, 0.0005),
  nesterov: yesOrNo(
    'Nesterov',
    "Whether the weights descend with Nesterov's momentum, as in the released search of DARTS cells; that of NAS-Bench-1Shot1 does not.",
    false,
  ),
  ...architectureSteps,
  temperatureStart: withDefault(temperatures.temperatureStart, 10),
  temperatureEnd: withDefault(temperatures.temperatureEnd, 0.1),
};

export type GdasSettings = SettingsOf<typeof settings>;
