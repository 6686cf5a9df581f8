/** What a manifest says of the task besides its kind. */
import { Type } from '@sinclair/typebox';
import { number } from '../../../schemas/setting.ts';
import type { WrittenTask } from '../module.ts';

const taskSettings = {
  trainPortion: number(
    'Training portion',
    'Part of the training images that trains while an architecture is searched or selected; the rest validates.',
    { exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.5 },
  ),
  benchmark: Type.Union([Type.String(), Type.Null()], {
    title: 'Benchmark',
    description:
      'Table that tells what the cells found are worth, for curves and correlations. The search never sees it.',
    default: null,
    'x-data': 'table',
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
