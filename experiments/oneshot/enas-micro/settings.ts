/** Settings of ENAS on the micro space. */
import { positive, type SettingsOf, withDefault } from '../../../schemas/setting.ts';
import { auxiliaryWeight } from '../../task/image-classification/settings.ts';
import { enasSettings } from '../enas-search/settings.ts';

const released = 'melodyguan/enas@4bcfd73, scripts/cifar10_micro_search.sh';

export const settings = {
  ...enasSettings,
  layers: {
    ...enasSettings.layers,
    description: 'Normal cells of the shared network; two reduction cells come on top.',
  },
  weightDecay: withDefault(enasSettings.weightDecay, 0.0002),
  auxiliaryWeight,
  controllerSteps: withDefault(enasSettings.controllerSteps, 30),
  controllerBatch: withDefault(enasSettings.controllerBatch, 10),
  controllerLearningRate: withDefault(enasSettings.controllerLearningRate, 0.0035),
  tanhConstant: withDefault(enasSettings.tanhConstant, 1.1),
  operationTanhReduction: positive(
    'Operation tanh reduction',
    'Divides the tanh constant for decisions about operations.',
    { default: 2.5, source: released },
  ),
};

export type MicroSettings = SettingsOf<typeof settings>;
