/** Settings of PC-DARTS. */
import { count, type SettingsOf, withDefault } from '../../../schemas/setting.ts';
import { architectureSteps, sharedWeights } from '../settings.ts';

export const settings = {
  ...sharedWeights,
  learningRate: withDefault(sharedWeights.learningRate, 0.1),
  learningRateMin: withDefault(sharedWeights.learningRateMin, 0),
  ...architectureSteps,
  architectureLearningRate: withDefault(architectureSteps.architectureLearningRate, 0.0006),
  warmUpEpochs: withDefault(architectureSteps.warmUpEpochs, 15),
  partialChannels: count('Partial channels', 'K: one in K channels passes through the mixed operations.', {
    default: 4,
    source: 'Xu et al. 2020, section 3.2',
  }),
};

export type PcDartsSettings = SettingsOf<typeof settings>;
