/** Settings that several methods which share weights have. */
import {
  count,
  notNegative,
  number,
  positive,
  probability,
  type SettingsOf,
  withDefault,
} from '../../schemas/setting.ts';
import { augmentation, network, optimizer } from '../task/image-classification/settings.ts';

/** Shared weights trained by gradient descent over one network that holds many. */
export const sharedWeights = {
  ...optimizer,
  learningRateMin: withDefault(optimizer.learningRateMin, 0.001),
  ...network,
  ...augmentation,
  cutoutProbability: number(
    'Cutout probability',
    'Chance that an image has a square erased, the same in every epoch.',
    { minimum: 0, maximum: 1, default: 1 },
  ),
};

/** Adam steps on the architecture's weights. */
export const architectureSteps = {
  architectureLearningRate: positive(
    'Architecture learning rate',
    'Step size of Adam on the architecture weights.',
    { default: 0.0003, source: 'Liu et al. 2019, section 3.1' },
  ),
  architectureMomentum: probability('Architecture momentum', 'First decay rate of that Adam.', {
    default: 0.5,
    source: 'Liu et al. 2019, section 3.1',
  }),
  architectureWeightDecay: notNegative(
    'Architecture weight decay',
    'L2 penalty on the architecture weights.',
    { default: 0.001, source: 'Liu et al. 2019, section 3.1' },
  ),
  warmUpEpochs: count(
    'Warm-up epochs',
    "Epochs at the start in which only the network's weights are trained.",
    { minimum: 0, default: 0 },
  ),
};

export const temperatures = {
  temperatureStart: positive('First temperature', 'Temperature of the Gumbel softmax in the first epoch.'),
  temperatureEnd: positive('Last temperature', 'Temperature of the Gumbel softmax in the last epoch.'),
};

/** Architectures that are scored with the shared weights, and the best of them. */
export const scoring = {
  evaluated: count('Evaluated architectures', 'Architectures sampled and compared.'),
  scoringBatches: count('Scoring batches', 'Validation minibatches that each architecture is scored on.', {
    default: 10,
  }),
  rescored: count(
    'Rescored architectures',
    'The best architectures that are scored again, on the whole validation part; where there are rounds, of each.',
    { default: 10 },
  ),
};

/** A search of images as papers run it. */
export const imageSearchExample = { epochs: 50, batchSize: 64, initialChannels: 16, layers: 8 };
/** The same on text. */
export const textSearchExample = { epochs: 50, batchSize: 256, width: 300 };

/** A search that takes moments. */
export const tinyImageSearch = {
  ...{ epochs: 1, batchSize: 16, learningRate: 0.05, learningRateMin: 0, initialChannels: 2, layers: 3 },
  ...{ cropPadding: 1, cutout: 2 },
};
export const tinyArchitectureSteps = { ...tinyImageSearch, architectureLearningRate: 0.03 };
export const tinyTextSearch = {
  ...{ epochs: 1, batchSize: 512, unroll: 20, learningRate: 5, width: 4, averagingPatience: 0 },
  ...{ dropout: 0.1, dropoutHidden: 0.1, dropoutInputMask: 0.1, dropoutInput: 0.1 },
};

export type SharedWeightsSettings = SettingsOf<typeof sharedWeights>;
export type ArchitectureStepSettings = SettingsOf<typeof architectureSteps>;
