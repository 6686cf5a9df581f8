/** Settings of a comparison with baselines. */
import { Type } from '@sinclair/typebox';
import type { ReportOf } from '../../report-kind.ts';
import { line, metric, stage } from '../../settings/shared.ts';

export const pairedSettings = {
  metric,
  stage: stage('The stage whose jobs measure it. It may have only one job for each seed.', 'evaluate'),
  label: line('Label', 'Without it, the name of the metric in words.'),
  intervals: Type.Optional(
    Type.Boolean({
      title: 'Intervals',
      description:
        "Shows means and differences with their interval of 95 %, by Student's t of their values, instead of standard deviations.",
    }),
  ),
  /** Method name to the name of the method it is compared with. */
  baselines: Type.Unsafe<Readonly<Record<string, string>>>({
    title: 'Baselines',
    description:
      'Method to the method that it is compared with: one row for each, and for each variant of the two.',
    type: 'object',
    minProperties: 1,
    additionalProperties: {
      title: 'Baseline',
      description: 'Name of a method.',
      type: 'string',
      'x-expected': 'the name of a method',
    },
    examples: [{ rsws: 'random' }],
  }),
};
export type PairedReport = Omit<ReportOf<'paired', typeof pairedSettings>, 'intervals'> & {
  /** Absent where a manifest does not say it. */
  readonly intervals?: boolean;
};
