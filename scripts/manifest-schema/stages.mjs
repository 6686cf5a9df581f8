/** The stages, each with its settings. */
import { groups } from './settings.mjs';

const from = {
  title: 'Source stage',
  description: 'The stage whose architectures are trained.',
  type: 'string',
  examples: ['search'],
};
const measure = {
  title: 'Measured split',
  description:
    '`validation` trains on the training part and measures on the validation part; `test` trains on all training images (of text: the training text) and measures on the test part.',
  type: 'string',
  enum: ['validation', 'test'],
};
const seeds = { $ref: '#/$defs/stageSeeds' };
const training = { from, select: { $ref: '#/$defs/selection' }, seeds, measure };
const requiredTraining = ['from', 'seeds', 'measure', 'epochs', 'batchSize'];
const chosen = { from: 'search', select: { metric: 'validation.errorPercent', keep: 1 } };
const final = { ...chosen, seeds: { count: 10 }, measure: 'test', epochs: 600 };

export const stages = [
  {
    kind: 'search',
    description: 'Runs the methods. Each job finds one architecture.',
    own: { seeds },
    required: ['seeds'],
    example: { seeds: 'each' },
  },
  {
    kind: 'train',
    description: 'Trains architectures of an earlier stage from scratch on images.',
    own: training,
    settings: groups.training,
    required: [...requiredTraining, 'initialChannels', 'layers'],
    example: {
      ...final,
      ...{ batchSize: 96, initialChannels: 36, layers: 20, cutout: 16, auxiliaryWeight: 0.4, dropPath: 0.2 },
    },
  },
  {
    kind: 'train-language',
    description: 'Trains recurrent cells of an earlier stage from scratch on text.',
    own: training,
    settings: groups.languageTraining,
    required: [...requiredTraining, 'width'],
    defaults: { learningRate: 20, weightDecay: 8e-7, gradientClip: 0.25, dropoutEmbedding: 0.1 },
    example: {
      ...final,
      ...{ select: { metric: 'validation.perplexity', keep: 1 }, batchSize: 64, width: 850 },
    },
  },
];
