/** Settings of recurrent ENAS; defaults are those of google-research/google-research enas_lm@04a40eb. */
import {
  count,
  notNegative,
  positive,
  probability,
  type SettingsOf,
  withDefault,
} from '../../../schemas/setting.ts';
import { languageSearch } from '../../task/language/settings.ts';
import { scoring } from '../settings.ts';

const released = { source: 'google-research/google-research enas_lm@04a40eb, src/controller.py' };

export const settings = {
  ...languageSearch,
  controllerSteps: count('Controller steps', 'Steps of the controller after each epoch.', {
    default: 25,
    ...released,
  }),
  controllerSamples: count('Controller samples', 'Cells in a step of the controller.', {
    default: 10,
    ...released,
  }),
  controllerLearningRate: positive('Controller learning rate', 'Step size of Adam on the controller.', {
    default: 0.00005,
    ...released,
  }),
  controllerUnits: count('Controller units', 'Of the one layer of the recurrent controller.', {
    default: 64,
    ...released,
  }),
  controllerBound: positive('Controller bound', 'Weights of the controller start uniformly within this.', {
    default: 0.01,
    ...released,
  }),
  temperature: positive('Temperature', "Divides the controller's logits before they are bent.", {
    default: 5,
    ...released,
  }),
  tanhConstant: positive('Tanh constant', "Bends the controller's logits to c tanh.", {
    default: 2.25,
    ...released,
  }),
  entropyWeight: notNegative('Entropy weight', 'Weight in the reward of -p log p of what was chosen.', {
    default: 0.00001,
    ...released,
  }),
  baselineDecay: probability('Baseline decay', 'Of the moving average of rewards, which starts at 0.', {
    default: 0.999,
    ...released,
  }),
  rewardScale: positive('Reward scale', 'c of the reward c / perplexity on one block of validation text.', {
    default: 80,
    ...released,
  }),
  evaluated: withDefault(scoring.evaluated, 10),
};

export type EnasRecurrentSettings = SettingsOf<typeof settings>;
