/** Settings of ENAS on the macro space. */
import { notNegative, number, type SettingsOf, withDefault } from '../../../schemas/setting.ts';
import { enasSettings } from '../enas-search/settings.ts';

const released = 'Pham et al. 2018, section 3; melodyguan/enas@4bcfd73, scripts/cifar10_macro_search.sh';

export const settings = {
  ...enasSettings,
  layers: {
    ...enasSettings.layers,
    description:
      'Layers of the architectures that are searched; 12 in the space. Maps are halved at each third.',
  },
  weightDecay: withDefault(enasSettings.weightDecay, 0.0005),
  skipTarget: number('Skip target', 'Share of skip connections that the penalty pulls the controller to.', {
    ...{ exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.4, source: released },
  }),
  skipWeight: notNegative('Skip weight', "Weight of the penalty in the controller's loss.", {
    default: 0.8,
    source: released,
  }),
};

export type MacroSettings = SettingsOf<typeof settings>;
