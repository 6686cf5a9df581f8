/** Settings of a comparison with a reference sample. */
import { Type } from '@sinclair/typebox';
import type { ReportOf } from '../../report-kind.ts';
import { sampleSettings } from '../../samples/settings.ts';

export const referenceSettings = {
  ...sampleSettings,
  reference: Type.String({
    title: 'Reference',
    description:
      'Name of the method whose values are the reference, such as one that draws cells at random. It needs no seed in common with the others.',
    'x-expected': 'the name of a method',
    examples: ['random'],
  }),
};
export type ReferenceReport = ReportOf<'reference', typeof referenceSettings>;
