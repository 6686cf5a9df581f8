/** Settings of the method `exhaustive`. */
import { Type } from '@sinclair/typebox';
import { count, type SettingsOf } from '../../schemas/setting.ts';
import { trial } from '../task/image-classification/settings.ts';

export const settings = {
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
