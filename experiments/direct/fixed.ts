/** The method `fixed`: architectures that papers name. */
import { Type } from '@sinclair/typebox';
import type { SettingsOf } from '../../schemas/setting.ts';
import { defineDirect } from './module.ts';

const settings = {
  architecture: Type.String({
    title: 'Architecture',
    description: 'Name of a published architecture of the space.',
    pattern: '\\S',
    'x-expected': 'the name of an architecture',
    examples: ['DARTS_V2'],
  }),
};

export type FixedSettings = SettingsOf<typeof settings>;

const form = { settings, example: { architecture: 'DARTS_V2' } };

export const method = defineDirect({
  kind: 'fixed',
  description: 'No search: an architecture that a paper names. `reprise arch` lists the names.',
  sharesWeights: false,
  tasks: {
    'image-classification': {
      ...form,
      spaces: ['darts-cnn'],
      tiny: { 'a published cell': { architecture: 'NASNet' } },
    },
    'language-modelling': {
      ...form,
      spaces: ['darts-rnn'],
      tiny: { 'a published cell': { architecture: 'DARTS_V2' } },
    },
  },
});
