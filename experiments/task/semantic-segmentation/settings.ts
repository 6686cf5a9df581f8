/** Settings of networks that segment images, and of their training (Liu et al. 2019, Auto-DeepLab, sections 4 and 5). */
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

const paper = 'Liu et al. 2019, Auto-DeepLab';

/** Stochastic gradient descent with momentum, and how images are cropped for it. */
export const segmentationOptimizer = {
  epochs: count('Epochs', 'Passes over the training part.'),
  batchSize: count('Batch size', 'Images in a training step.'),
  learningRate: positive('Learning rate', 'Where the schedule starts.', {
    default: 0.05,
    source: `${paper}, section 5`,
  }),
  momentum: probability('Momentum', 'Momentum of stochastic gradient descent.', { default: 0.9 }),
  weightDecay: notNegative('Weight decay', 'L2 penalty on the weights.', { default: 0.00004 }),
  gradientClip: positive('Gradient clip', 'Largest global L2 norm of the gradient.', { default: 5 }),
};

export const crops = {
  cropSize: count('Crop size', 'Side of the random square crops that train.', {
    ...{ default: 769, unit: 'pixels', source: `${paper}, section 5` },
  }),
  flip: yesOrNo('Flip', 'Random horizontal flip, where it keeps the classes.', true),
  scaleMin: positive(
    'Smallest scale',
    'Images are scaled at random before they are cropped, by at least this.',
    {
      default: 0.5,
    },
  ),
  scaleMax: positive('Largest scale', 'By at most this.', { default: 2 }),
};

/** Sizes of the network besides those of its cells. */
export const widths = {
  filters: count('Filters', 'F: channels of each operation at stride 4, doubled with the stride.', {
    ...{ default: 20, source: `${paper}, section 5` },
  }),
  stemChannels: count('Stem channels', 'Of the first two convolutions; the third has twice as many.', {
    default: 64,
  }),
  headChannels: count('Head channels', 'Of the pyramid of atrous convolutions and of the decoder.', {
    default: 256,
  }),
};

/** What it takes to train one network from scratch. */
export const segmentationTraining = {
  ...segmentationOptimizer,
  schedule: choice(
    'Schedule',
    'How the learning rate falls with each step: `poly` by (1 - step / steps) to the power of `polyPower`, `constant` not at all.',
    ['poly', 'constant'],
  ),
  polyPower: positive('Power', 'Of the poly schedule.', { default: 0.9 }),
  ...crops,
  ...widths,
  dropPath: number(
    'Drop path',
    'ScheduledDropPath: probability of dropping a path of the last cell at the last step.',
    { minimum: 0, exclusiveMaximum: 1, default: 0 },
  ),
};

/** How a black-box method trains one trial. */
export const segmentationTrial = {
  schema: mapOfSettings(
    'Segmentation trial',
    'How a trial is trained on label maps.',
    'a map that says how a trial is trained on label maps',
    { ...segmentationTraining, epochs: withDefault(segmentationTraining.epochs, 1) },
  ),
  example: { epochs: 100, batchSize: 8, filters: 8, cropSize: 321 },
  tiny: {
    ...{ epochs: 1, batchSize: 8, learningRate: 0.02, cropSize: 32, scaleMin: 1, scaleMax: 1 },
    ...{ filters: 2, stemChannels: 4, headChannels: 8 },
  },
};

export type SegmentationTrainingSettings = SettingsOf<typeof segmentationTraining>;
export type SegmentationWidths = SettingsOf<typeof widths>;
export type CropAndOptimizerSettings = SettingsOf<typeof segmentationOptimizer & typeof crops>;

/** Why images cannot be cropped like this, or undefined. */
export function cropProblem({ scaleMin, scaleMax }: CropAndOptimizerSettings): string | undefined {
  if (scaleMin <= scaleMax) return undefined;
  return `Expected scaleMin of at most scaleMax, found ${scaleMin} and ${scaleMax}`;
}
