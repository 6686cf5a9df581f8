import type { TaskModule } from '../module.ts';
import { commandScores } from './scores.ts';
import { searchWithCommand } from './search.ts';
import { dataSetting, taskSettings, training, trial } from './settings.ts';
import { commandTrajectories } from './trajectories.ts';

export const task: TaskModule = {
  kind: 'command',
  description: 'A program of your own trains and measures.',
  data: 'files',
  written: {
    data: dataSetting,
    settings: taskSettings,
    example: {
      run: ['python3', 'train.py'],
      code: ['train.py', 'models/**'],
      environment: { variables: { OMP_NUM_THREADS: '1' } },
      data: { images: 'data/digits' },
      metrics: {
        'validation.errorPercent': 'minimize',
        'test.errorPercent': { goal: 'minimize', unit: '%', digits: 2 },
      },
      resources: { minutes: 90, memory: '8GiB' },
      determinism: 'bit-exact',
    },
  },
  scores: commandScores,
  trajectories: commandTrajectories,
  trial: { schema: trial, example: { epochs: 10 }, tiny: { epochs: 1 } },
  stage: {
    kind: 'train-command',
    description: 'Has the program of the task train architectures of an earlier stage.',
    settings: training,
    example: { epochs: 100, settings: { batchSize: 32 } },
  },
  progressUnit: () => 'trials',
  search: searchWithCommand,
  train: null,
};
