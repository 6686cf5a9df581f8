/** Settings that ENAS has on both of its convolutional spaces. */
import {
  count,
  notNegative,
  positive,
  probability,
  type SettingsOf,
  withDefault,
} from '../../../schemas/setting.ts';
import { nesterov } from '../../task/image-classification/settings.ts';
import { sharedWeights, tinyImageSearch } from '../settings.ts';

const released = 'melodyguan/enas@4bcfd73';

/** Of the weights that all children share. */
const weights = {
  ...sharedWeights,
  learningRate: withDefault(sharedWeights.learningRate, 0.05),
  learningRateMin: withDefault(sharedWeights.learningRateMin, 0.0005),
  nesterov: { ...nesterov, default: true },
  restartEpochs: count(
    'Restart epochs',
    'Length of the first cosine of the learning rate, after which it starts again; 0 for one cosine over all epochs.',
    { minimum: 0, default: 10, unit: 'epochs', source: `Loshchilov and Hutter 2017; ${released}` },
  ),
  restartFactor: count('Restart factor', 'How many times as long each further cosine is.', {
    default: 2,
    source: `Loshchilov and Hutter 2017; ${released}`,
  }),
  dropout: probability('Dropout', "Share of the classifier's inputs that is dropped while training.", {
    default: 0.1,
    source: `${released}: a keep probability of 0.9`,
  }),
};

/** Of the controller, with the numbers that both spaces have. */
const controller = {
  controllerUnits: count('Controller units', "Size of the LSTM's state.", {
    default: 64,
    source: `${released}, src/cifar10/main.py`,
  }),
  initialBound: positive('Initial bound', "The controller's weights start uniformly within this.", {
    default: 0.1,
    source: 'Pham et al. 2018, section 3; the same in the released code',
  }),
  controllerSteps: count(
    'Controller steps',
    'Steps of the controller after each epoch; 0 leaves it as it starts.',
    { minimum: 0, default: 50, source: `${released}, scripts` },
  ),
  controllerBatch: count('Controller batch', 'Architectures whose mean gradient makes one step.', {
    default: 20,
    source: `${released}, scripts: controller_num_aggregate`,
  }),
  controllerLearningRate: positive('Controller learning rate', 'Step size of Adam on the controller.', {
    default: 0.001,
    source: `${released}, scripts`,
  }),
  temperature: positive('Temperature', 'Divides the logits of the controller before they are bent.', {
    default: 1,
    source: `${released}, scripts, which set none`,
  }),
  tanhConstant: positive('Tanh constant', 'Logits of the controller are bent by this times a tanh.', {
    default: 1.5,
    source: `${released}, scripts`,
  }),
  entropyWeight: notNegative('Entropy weight', "Weight of the controller's entropy in the reward.", {
    default: 0.0001,
    source: `${released}, scripts`,
  }),
  baselineMomentum: probability(
    'Baseline momentum',
    'Share of the old baseline in the moving average of rewards.',
    {
      default: 0.99,
      source: `${released}, src/cifar10/main.py`,
    },
  ),
  derived: count(
    'Derived architectures',
    'Architectures that the controller draws after each epoch, scored on one validation minibatch each; the search finds the best of the last epoch.',
    { default: 10, source: `${released}, src/cifar10/main.py prints as many` },
  ),
};

export const enasSettings = { ...weights, ...controller };
export type EnasSettings = SettingsOf<typeof enasSettings>;

/** A search that takes moments. */
export const tinyEnas = {
  ...{ ...tinyImageSearch, restartEpochs: 0 },
  ...{ controllerUnits: 4, controllerSteps: 2, controllerBatch: 2, derived: 2 },
};
