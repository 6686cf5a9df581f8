/** What a manifest says of the task besides its kind. */
import { Type } from '@sinclair/typebox';
import { count, mapOfSettings, number, type SettingsOf } from '../../../schemas/setting.ts';
import type { WrittenTask } from '../module.ts';

const examples = Type.Optional(
  mapOfSettings(
    'Examples',
    'How many images of the data set are used, each class in proportion; without it, all of them.',
    'a map such as {training: 5000, test: 2000}',
    {
      training: count('Training', 'Images that train or validate.'),
      test: count('Test', 'Images that test.'),
      seed: count('Seed', 'Chooses which; the same for all jobs. More images include those of fewer.', {
        ...{ minimum: 0, maximum: 4294967295, default: 0 },
      }),
    },
  ),
);

const taskSettings = {
  trainPortion: number(
    'Training portion',
    'Part of the training images that trains while an architecture is searched or selected; the rest validates.',
    { exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.5 },
  ),
  examples,
  benchmark: Type.Union([Type.String(), Type.Null()], {
    title: 'Benchmark',
    description:
      'Table that tells what the cells found are worth, for curves and correlations. The search never sees it.',
    default: null,
    'x-data': 'table',
  }),
  rankedAfter: Type.Array(count('Epoch', 'Epochs trained.'), {
    title: 'Ranked after',
    description:
      'Epochs of a search on NAS-Bench-1Shot1 after which all cells without loose ends are ranked by their one-shot test error, against the test errors of the benchmark. Without any, 50 random cells are ranked by validation error after the search.',
    uniqueItems: true,
    default: [],
    'x-expected': 'a list of epochs',
    examples: [[5, 15, 25, 35, 45]],
  }),
};

export const written: WrittenTask = {
  data: {
    title: 'Data set',
    description:
      'The images. `textures10` and `textures10-64` are generated; the others are added with `reprise data add`.',
  },
  settings: taskSettings,
  example: { data: 'cifar10', trainPortion: 0.5 },
};

/** As jobs read it. */
export const imageTask = { data: Type.String(), ...taskSettings };
type Written = SettingsOf<typeof imageTask>;

export type ImageTask = Omit<Written, 'examples'> & { readonly examples?: Written['examples'] };
