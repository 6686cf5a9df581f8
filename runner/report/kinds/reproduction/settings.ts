/** Settings of a comparison with published numbers. */
import { Type } from '@sinclair/typebox';
import { positive } from '../../../../schemas/setting.ts';
import type { ReportOf } from '../../report-kind.ts';
import { sampleSettings } from '../../samples/settings.ts';
import { type PublishedValue, publishedValue } from '../../settings/published.ts';
import { rows } from '../../settings/shared.ts';

export const reproductionSettings = {
  ...sampleSettings,
  rows,
  margin: positive(
    'Margin',
    'A mean that differs from the published one by less is as good as equal to it.',
    { unit: 'percent of the published mean', default: 5, maximum: 100 },
  ),
  /** Method name to the published number. */
  published: Type.Unsafe<Readonly<Record<string, PublishedValue>>>({
    title: 'Published values',
    description: 'Method to the number that the paper prints.',
    type: 'object',
    minProperties: 1,
    additionalProperties: publishedValue,
    examples: [{ rsws: { mean: 2.85, std: 0.08, n: 10 } }],
  }),
};
export type ReproductionReport = ReportOf<'reproduction', typeof reproductionSettings>;
