/** Settings of the method `fixed`. */
import { Type } from '@sinclair/typebox';

export const settings = {
  architecture: Type.String({
    title: 'Architecture',
    description: 'Name of a published architecture of the space.',
    pattern: '\\S',
    'x-expected': 'the name of an architecture',
    examples: ['DARTS_V2'],
  }),
};
