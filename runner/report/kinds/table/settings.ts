/** Settings of a table. */
import { type Static, Type } from '@sinclair/typebox';
import type { MetricName } from '../../../../schemas/metrics.ts';
import { choice } from '../../../../schemas/setting.ts';
import type { ReportOf } from '../../report-kind.ts';
import { type PublishedValue, publishedValue } from '../../settings/published.ts';
import { line, mapSetting, metric, required, rows, stage, type WithInfo } from '../../settings/shared.ts';

const column = mapSetting(
  'column',
  'Column',
  'One metric of one stage.',
  {
    metric,
    stage: stage('The stage whose jobs are summed up.', 'evaluate'),
    show: choice(
      'Shown',
      '`mean`: mean, standard deviation and n. `best`, `worst`: the best and the worst single value. `median`: the middle value.',
      ['mean', 'best', 'median', 'worst'],
    ),
    label: line('Label', 'Heading of the column. Without it, the name of the metric in words.'),
  },
  { metric: 'test.errorPercent', stage: 'evaluate', show: 'mean' },
);
export type ReportColumn = WithInfo<Static<typeof column>>;

type Published = Readonly<Record<string, Partial<Record<MetricName, PublishedValue>>>>;

export const tableSettings = {
  rows: required(rows),
  columns: Type.Unsafe<readonly ReportColumn[]>(
    Type.Array(column, {
      title: 'Columns',
      description: 'From left to right.',
      minItems: 1,
      'x-expected': 'a list of at least one column',
    }),
  ),
  /** Method name to metric to the published number. */
  published: Type.Unsafe<Published>({
    title: 'Published values',
    description: 'Method, then metric, to the number that the paper prints.',
    type: 'object',
    additionalProperties: { type: 'object', propertyNames: metric, additionalProperties: publishedValue },
    default: {},
    examples: [{ rsws: { 'test.errorPercent': { mean: 2.85, std: 0.08, n: 10 } } }],
  }),
};
export type TableReport = ReportOf<'table', typeof tableSettings>;
