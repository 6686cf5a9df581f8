/** Settings of a table of correlations. */
import { Type } from '@sinclair/typebox';
import { type PublishedCorrelation, publishedCorrelation } from '../../pairs/published-correlation.ts';
import type { ReportOf } from '../../report-kind.ts';
import { measured, rows } from '../../settings/shared.ts';

export const correlationSettings = {
  rows,
  x: measured,
  y: measured,
  /** By method name. */
  published: Type.Unsafe<Readonly<Record<string, PublishedCorrelation>>>({
    title: 'Published correlations',
    description: 'Method to what the paper prints.',
    type: 'object',
    additionalProperties: publishedCorrelation,
    default: {},
    examples: [{ rsws: { kendall: 0.195, n: 10 } }],
  }),
};
export type CorrelationReport = ReportOf<'correlation', typeof correlationSettings>;
