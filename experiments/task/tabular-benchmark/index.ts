import type { TaskModule } from '../module.ts';
import { searchTable } from './search.ts';

export const task: TaskModule = {
  kind: 'tabular-benchmark',
  description: 'A table of recorded results answers in place of training.',
  data: 'table',
  // Tables hold no losses: errors alone decide.
  scores: [{ name: 'errorPercent', unit: '%', digits: 2, goal: 'minimize', splits: ['validation'] }],
  trial: null,
  stage: null,
  progressUnit: () => 'queries',
  search: searchTable,
  train: null,
};
