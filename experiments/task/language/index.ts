import type { TaskModule } from '../module.ts';
import { textScores } from './score.ts';
import { searchText } from './search.ts';
import { languageStage, trial } from './settings.ts';
import { trainText } from './train.ts';
import { textTrajectories } from './trajectories.ts';

export const task: TaskModule = {
  kind: 'language-modelling',
  description: 'Recurrent networks predict the next word of a text.',
  data: 'text',
  written: {
    data: {
      title: 'Corpus',
      description:
        'The text. `grammar` is generated from a probabilistic grammar whose entropy is known; the others are added with `reprise data add`.',
    },
    settings: {},
    example: { data: 'ptb' },
  },
  scores: textScores.scores,
  trajectories: textTrajectories,
  trial,
  stage: {
    kind: 'train-language',
    description: 'Trains recurrent cells of an earlier stage from scratch on text.',
    settings: languageStage,
    example: {
      select: { metric: 'validation.perplexity', keep: 1 },
      ...{ batchSize: 64, width: 850 },
    },
  },
  progressUnit: ({ form }) => (form === 'weight-sharing' ? 'minibatches' : 'trials'),
  search: searchText,
  train: trainText,
};
