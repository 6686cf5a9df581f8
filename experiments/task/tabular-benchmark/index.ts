import { tableScores } from '../../benchmark/table-scores.ts';
import type { TaskModule } from '../module.ts';
import { searchTable } from './search.ts';
import { written } from './task-settings.ts';
import { tableTrajectories } from './trajectories.ts';

export const task: TaskModule = {
  kind: 'tabular-benchmark',
  description: 'A table of recorded results answers in place of training.',
  data: 'table',
  written,
  scores: tableScores.scores,
  trajectories: tableTrajectories,
  trial: null,
  stage: null,
  progressUnit: () => 'queries',
  search: searchTable,
  train: null,
};
