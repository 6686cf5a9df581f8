import { tableScores } from '../../benchmark/table-scores.ts';
import type { TaskModule } from '../module.ts';
import { searchTable } from './search.ts';
import { tableTrajectories } from './trajectories.ts';

export const task: TaskModule = {
  kind: 'tabular-benchmark',
  description: 'A table of recorded results answers in place of training.',
  data: 'table',
  written: {
    data: {
      title: 'Table',
      description:
        'The table. `textures10-cells` comes with Reprise; the others are added with `reprise data add`.',
    },
    settings: {},
    example: { data: 'textures10-cells' },
  },
  scores: tableScores.scores,
  trajectories: tableTrajectories,
  trial: null,
  stage: null,
  progressUnit: () => 'queries',
  search: searchTable,
  train: null,
};
