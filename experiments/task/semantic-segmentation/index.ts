import type { TaskModule } from '../module.ts';
import { segmentationMetrics, segmentationScores } from './scores.ts';
import { searchSegmentation } from './search.ts';
import { segmentationTraining, segmentationTrial } from './settings.ts';
import { written } from './task-settings.ts';
import { trainSegmentation } from './train.ts';
import { segmentationTrajectories } from './trajectories.ts';

export const task: TaskModule = {
  kind: 'semantic-segmentation',
  description: 'Networks say of every pixel of an image to which class it belongs.',
  data: 'label-maps',
  written,
  scores: segmentationScores.scores,
  metrics: segmentationMetrics,
  measuresModels: true,
  trajectories: segmentationTrajectories,
  trial: segmentationTrial,
  stage: {
    kind: 'train-segmentation',
    description: 'Trains architectures of an earlier stage from scratch on images with label maps.',
    settings: segmentationTraining,
    example: {
      select: { metric: 'validation.miou', keep: 1 },
      ...{ batchSize: 8, filters: 48, cropSize: 769, dropPath: 0.2 },
    },
  },
  progressUnit: ({ form }) => (form === 'weight-sharing' ? 'images' : 'trials'),
  search: searchSegmentation,
  train: trainSegmentation,
};
