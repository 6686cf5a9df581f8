/** Settings of DARTS, for images and for text. */
import { choice, type SettingsOf, withDefault } from '../../../schemas/setting.ts';
import { languageSearch } from '../../task/language/settings.ts';
import { architectureSteps, sharedWeights } from '../settings.ts';

const order = choice(
  'Order',
  "`second` differentiates through one step of the network's weights (by finite differences); `first` takes them as they are.",
  ['first', 'second'],
  { source: 'Liu et al. 2019, section 2.3' },
);

export const imageSettings = { ...sharedWeights, ...architectureSteps, order };

export const textSettings = {
  ...languageSearch,
  ...architectureSteps,
  architectureLearningRate: withDefault(architectureSteps.architectureLearningRate, 0.003),
  architectureMomentum: withDefault(architectureSteps.architectureMomentum, 0.9),
  order,
};

export type DartsSettings = SettingsOf<typeof imageSettings>;
export type RnnDartsSettings = SettingsOf<typeof textSettings>;
