/** The method `exhaustive`: every cell up to a size, trained at each budget. */
import { Type } from '@sinclair/typebox';
import { count, type SettingsOf } from '../../schemas/setting.ts';
import { trial } from '../task/image-classification/settings.ts';
import { defineDirect } from './module.ts';

const settings = {
  maxVertices: count('Most vertices', 'Only cells of at most this many vertices.', {
    minimum: 2,
    maximum: 7,
  }),
  budgets: Type.Array(count('Epochs', 'Passes over the training part.'), {
    title: 'Budgets',
    description: 'Numbers of epochs; each architecture is trained from scratch for each of them.',
    minItems: 1,
    uniqueItems: true,
    'x-expected': 'a list of at least one number of epochs',
    examples: [[4, 12, 36, 108]],
  }),
  trial: trial.schema,
};

export type ExhaustiveSettings = SettingsOf<typeof settings>;

export const method = defineDirect({
  kind: 'exhaustive',
  description:
    'Trains every cell of NAS-Bench-101 with at most so many vertices at each budget. Its jobs leave `table.jsonl`, the rows of a tabular benchmark.',
  sharesWeights: false,
  tasks: {
    'image-classification': {
      settings,
      spaces: ['nasbench101'],
      example: { maxVertices: 4, budgets: [1, 2, 4], trial: { ...trial.example, layers: 9 } },
      tiny: { exhaustive: { maxVertices: 2, budgets: [1, 2], trial: trial.tiny } },
    },
  },
});
