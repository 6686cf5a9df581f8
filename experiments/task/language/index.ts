import { withDefault } from '../../../schemas/setting.ts';
import type { TaskModule } from '../module.ts';
import { searchText } from './search.ts';
import { languageTraining, trial } from './settings.ts';
import { trainText } from './train.ts';

const splits = ['validation', 'test'] as const;

export const task: TaskModule = {
  kind: 'language-modelling',
  description: 'Recurrent networks predict the next word of a text.',
  data: 'text',
  scores: [
    { name: 'perplexity', unit: '', digits: 2, goal: 'minimize', splits },
    { name: 'loss', unit: 'nats', digits: 3, goal: 'minimize', splits },
  ],
  trial,
  stage: {
    kind: 'train-language',
    description: 'Trains recurrent cells of an earlier stage from scratch on text.',
    settings: {
      ...languageTraining,
      dropoutEmbedding: withDefault(languageTraining.dropoutEmbedding, 0.1),
    },
    example: {
      select: { metric: 'validation.perplexity', keep: 1 },
      ...{ batchSize: 64, width: 850 },
    },
  },
  progressUnit: ({ form }) => (form === 'weight-sharing' ? 'minibatches' : 'trials'),
  search: searchText,
  train: trainText,
};
