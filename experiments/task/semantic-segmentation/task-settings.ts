/** What a manifest says of the task besides its kind. */
import { Type } from '@sinclair/typebox';
import { number } from '../../../schemas/setting.ts';
import type { WrittenTask } from '../module.ts';

const taskSettings = {
  trainPortion: number(
    'Training portion',
    'Part of the training images that trains while an architecture is searched or selected. The rest validates, where the data set has no validation part of its own; a search takes its steps on the architecture there.',
    { exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.5 },
  ),
};

export const written: WrittenTask = {
  data: {
    title: 'Label maps',
    description:
      'Images with a class for every pixel. `shapes` is generated; the others are added with `reprise data add`.',
  },
  settings: taskSettings,
  example: { data: 'shapes', trainPortion: 0.5 },
};

/** As jobs read it. */
export const segmentationTask = { data: Type.String(), ...taskSettings };
