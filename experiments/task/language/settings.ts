/** Settings of recurrent language models and of their training (Liu et al. 2019, appendix; Merity et al. 2018). */
import {
  count,
  mapOfSettings,
  notNegative,
  positive,
  probability,
  type SettingsOf,
  withDefault,
  yesOrNo,
} from '../../../schemas/setting.ts';

import { measureAt } from '../measure-at.ts';

/** With the learning rate and the gradient clip that all published trainings of these cells share. */
export const languageTraining = {
  epochs: count('Epochs', 'Passes over the training part.'),
  batchSize: count('Batch size', 'Examples in a training step.'),
  learningRate: positive('Learning rate', 'Where the schedule starts.', { default: 20 }),
  weightDecay: notNegative('Weight decay', 'L2 penalty on the weights.', { default: 8e-7 }),
  gradientClip: positive('Gradient clip', 'Largest global L2 norm of the gradient.', { default: 0.25 }),
  unroll: count('Unroll', 'Steps of truncated backpropagation through time.', { default: 35 }),
  width: count('Width', 'Width of the embedding and of the hidden state.'),
  dropout: probability('Dropout', 'Of the output, the same at every step.', { default: 0.75 }),
  dropoutHidden: probability('Hidden dropout', 'Of the hidden state, one mask a sequence.', {
    default: 0.25,
  }),
  dropoutInputMask: probability('Input mask', 'Of the input of the cell, one mask a sequence.', {
    default: 0.75,
  }),
  dropoutInput: probability('Input dropout', 'Of the embedded words, the same at every step.', {
    default: 0.2,
  }),
  dropoutEmbedding: probability('Embedding dropout', 'Of whole words.', { default: 0 }),
  slowness: notNegative('Slowness', 'Weight of the mean squared difference of consecutive hidden states.', {
    default: 0.001,
  }),
  averagingPatience: count(
    'Averaging patience',
    'Epochs without improvement after which SGD becomes averaged SGD; 0 never switches.',
    { minimum: 0, default: 5 },
  ),
  averagingBelow: notNegative(
    'Averaging bound',
    'Validation perplexity below which SGD may become averaged SGD; 0: any.',
    { default: 0 },
  ),
  averagingAfter: count(
    'Averaging after',
    'Epochs that SGD runs in any case before averaged SGD may take its place.',
    { minimum: 0, default: 0, unit: 'epochs' },
  ),
};

/** How a stage trains what was found, and reads the test text. */
export const languageStage = {
  ...languageTraining,
  dropoutEmbedding: withDefault(languageTraining.dropoutEmbedding, 0.1),
  testBatchSize: count(
    'Test batch size',
    'Stretches that the test text is read in side by side. More of them are faster, and each starts from nothing.',
    { default: 1, source: 'quark0/darts@f276dd3, rnn/train.py' },
  ),
  measureAt: measureAt('the perplexity on the validation text is kept', 'validation.early.perplexity'),
};

/** How one model with shared weights is trained while cells are searched. */
export const languageSearch = {
  ...languageTraining,
  weightDecay: withDefault(languageTraining.weightDecay, 5e-7),
};

/** How trials of different lengths belong together. */
export const textContinuation = {
  resume: yesOrNo(
    'Resume',
    'A promoted trial goes on from where the trial before it ended, and costs what is left; otherwise it starts anew.',
    false,
  ),
};

/** How a black-box method trains one trial. */
export const trial = {
  schema: mapOfSettings(
    'Language trial',
    'How a trial is trained on text.',
    'a map that says how a trial is trained on text',
    {
      ...languageTraining,
      epochs: withDefault(languageTraining.epochs, 1),
      ...textContinuation,
    },
  ),
  example: { epochs: 300, batchSize: 64, width: 850 },
  tiny: {
    ...{ epochs: 1, batchSize: 512, unroll: 20, learningRate: 5, weightDecay: 5e-7, width: 4 },
    ...{ dropout: 0.1, dropoutHidden: 0.1, dropoutInputMask: 0.1, dropoutInput: 0.1 },
    averagingPatience: 0,
  },
};

export type LanguageTrainingSettings = SettingsOf<typeof languageTraining>;
