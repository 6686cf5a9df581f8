/** The method `exhaustive`: every cell up to a size, trained at each budget. */

import { defineDirect } from '../task/direct-module.ts';
import { trial } from '../task/image-classification/settings.ts';
import { settings } from './exhaustive-settings.ts';

export const method = defineDirect({
  kind: 'exhaustive',
  description:
    'Trains every cell of NAS-Bench-101 with at most so many vertices at each budget. Its jobs leave `table.jsonl`, the rows of a tabular benchmark.',
  sharesWeights: false,
  asksForTrials: false,
  tasks: {
    'image-classification': {
      settings,
      spaces: ['nasbench101'],
      load: () => import('./exhaustive-search.ts'),
      example: { maxVertices: 4, budgets: [1, 2, 4], trial: { ...trial.example, layers: 9 } },
      tiny: { exhaustive: { maxVertices: 2, budgets: [1, 2], trial: trial.tiny } },
    },
  },
});
