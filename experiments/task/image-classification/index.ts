import type { TaskModule } from '../module.ts';
import { imageScores } from './scores.ts';
import { searchImages } from './search.ts';
import { stageTraining, trial } from './settings.ts';
import { written } from './task-settings.ts';
import { trainImages } from './train.ts';
import { imageTrajectories } from './trajectories.ts';

export const task: TaskModule = {
  kind: 'image-classification',
  description: 'Networks sort images into classes.',
  data: 'images',
  written,
  scores: imageScores.scores,
  trajectories: imageTrajectories,
  trial,
  stage: {
    kind: 'train',
    description: 'Trains architectures of an earlier stage from scratch on images.',
    settings: stageTraining,
    example: {
      ...{ batchSize: 96, initialChannels: 36, layers: 20, cutout: 16 },
      ...{ auxiliaryWeight: 0.4, dropPath: 0.2 },
    },
  },
  progressUnit: ({ form }) => (form === 'weight-sharing' ? 'minibatches' : 'trials'),
  search: searchImages,
  train: trainImages,
};
