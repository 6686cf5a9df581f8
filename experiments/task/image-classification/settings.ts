/** Settings of networks that sort images, and of their training. */
import {
  choice,
  count,
  mapOfSettings,
  notNegative,
  number,
  positive,
  probability,
  type SettingsOf,
  withDefault,
  yesOrNo,
} from '../../../schemas/setting.ts';
import { measureAt } from '../measure-at.ts';

/** Stochastic gradient descent with momentum and a cosine schedule. */
export const optimizer = {
  epochs: count('Epochs', 'Passes over the training part.'),
  batchSize: count('Batch size', 'Examples in a training step.'),
  learningRate: positive('Learning rate', 'Where the schedule starts.', { default: 0.025 }),
  learningRateMin: notNegative('Final learning rate', 'Where the cosine schedule ends.', { default: 0 }),
  momentum: probability('Momentum', 'Momentum of stochastic gradient descent.', { default: 0.9 }),
  weightDecay: notNegative('Weight decay', 'L2 penalty on the weights.', { default: 0.0003 }),
  gradientClip: positive('Gradient clip', 'Largest global L2 norm of the gradient.', { default: 5 }),
};

export const nesterov = yesOrNo(
  'Nesterov',
  "Whether the weights descend with Nesterov's momentum instead of the plain one.",
  false,
);

/** How the learning rate falls while one network is trained. */
export const schedule = {
  schedule: choice(
    'Schedule',
    'How the learning rate falls: `cosine` to `learningRateMin`; `exponential` by `learningRateDecay` each epoch; `linear` to 0 five epochs before the end, as in the released ImageNet training of PC-DARTS.',
    ['cosine', 'exponential', 'linear'],
  ),
  learningRateDecay: number('Learning rate decay', 'Exponential: factor of each epoch.', {
    exclusiveMinimum: 0,
    maximum: 1,
    default: 0.97,
  }),
  rateWarmUpEpochs: count(
    'Rate warm-up epochs',
    'Epochs at the start in which the learning rate rises linearly.',
    { minimum: 0, default: 0 },
  ),
};

export const network = {
  initialChannels: count(
    'Initial channels',
    'Channels of the first cell (of the stem, in NAS-Bench-101); each reduction doubles them.',
  ),
  layers: count(
    'Layers',
    'Number of cells L. DARTS reduces in the cells at floor(L/3) and floor(2L/3); the NAS-Bench spaces before the second and the last third, so that L is a multiple of 3.',
    { minimum: 2 },
  ),
};

export const augmentation = {
  cropPadding: count(
    'Crop padding',
    'Random crop after zero padding by this many pixels on each side; 0 turns it off.',
    { minimum: 0, default: 4, unit: 'pixels' },
  ),
  flip: yesOrNo(
    'Flip',
    'Random horizontal flip. It has no effect on data whose classes are not mirror-symmetric, such as digits.',
    true,
  ),
  cutout: count('Cutout', 'Side in pixels of the square that cutout erases; 0 turns it off.', {
    minimum: 0,
    default: 0,
    unit: 'pixels',
    source: 'DeVries and Taylor 2017',
  }),
};

export const auxiliaryWeight = notNegative(
  'Auxiliary weight',
  "Weight of the auxiliary head's loss; 0 builds no auxiliary head.",
  { default: 0 },
);

export const dropPath = probability('Drop path', 'Drop-path probability reached at the last epoch.', {
  default: 0,
});

const regularization = {
  auxiliaryWeight,
  labelSmoothing: probability(
    'Label smoothing',
    'Part of the target that is spread evenly over all classes while training.',
    { default: 0 },
  ),
  stem: choice(
    'Stem',
    '`imagenet` begins with three strided convolutions, so that cells see an eighth of the image; `cifar` with one that keeps the size.',
    ['cifar', 'imagenet'],
  ),
  dropPath,
};

/** What it takes to train one discrete network from scratch. */
export const training = {
  ...optimizer,
  nesterov,
  ...schedule,
  ...network,
  ...augmentation,
  ...regularization,
};

/** How a stage trains what was found. */
export const stageTraining = {
  ...training,
  measureAt: measureAt('the network is measured, too', 'test.early.errorPercent'),
};

/** Which architectures a black-box method proposes. */
const proposals = {
  operations: choice(
    'Operations',
    'What the cells proposed may hold: the operations of the space, or `none` as well, where weights are usually shared over it. Only `darts-cnn` has it.',
    ['space', 'with-none'],
    { source: 'Li and Talwalkar 2019; liamcli/darts_asha@fc07f9a' },
  ),
};

/** How trials of different lengths belong together. */
export const continuation = {
  resume: yesOrNo(
    'Resume',
    'A promoted trial goes on from where the trial before it ended, and costs what is left; otherwise it starts anew.',
    false,
  ),
  scheduleEpochs: count(
    'Schedule epochs',
    'Epochs that learning rate and drop path are scheduled over, whatever the length of a trial; 0 takes its own length.',
    { minimum: 0, default: 0, unit: 'epochs' },
  ),
  objective: choice(
    'Objective',
    'Score of a trial: its validation error after the last epoch, or the lowest after any epoch, those that it goes on from included.',
    ['last', 'best-so-far'],
  ),
};

/** How a black-box method trains one trial. */
export const trial = {
  settings: proposals,
  schema: mapOfSettings(
    'Trial',
    'How a trial is trained. A tabular benchmark knows the outcome, and has none.',
    'a map that says how a trial is trained',
    { ...training, epochs: withDefault(optimizer.epochs, 1), ...continuation },
  ),
  example: { epochs: 100, batchSize: 96, initialChannels: 36, layers: 20 },
  tiny: {
    ...{ epochs: 1, batchSize: 16, learningRate: 0.05, initialChannels: 4, layers: 3 },
    ...{ cropPadding: 1, cutout: 2 },
  },
};

export type OptimizerSettings = SettingsOf<typeof optimizer>;
export type ScheduleSettings = SettingsOf<typeof schedule>;
export type NetworkSettings = SettingsOf<typeof network>;
export type TrainingSettings = SettingsOf<typeof training>;
export type ContinuationSettings = SettingsOf<typeof continuation>;
