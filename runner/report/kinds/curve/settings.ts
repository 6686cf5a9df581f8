/** Settings of a curve. */
import { Type } from '@sinclair/typebox';
import { choice, yesOrNo } from '../../../../schemas/setting.ts';
import { bandChoices, panelChoices } from '../../figure.ts';
import type { ReportOf } from '../../report-kind.ts';
import { axisScales, described, line, oneLine, stage } from '../../settings/shared.ts';

const field = Type.String({
  $id: 'field',
  title: 'Field',
  description: 'A number in the lines of `trajectory.jsonl`; dots lead into nested maps.',
  pattern: String.raw`^[^.\s]+(?:\.[^.\s]+)*$`,
  'x-expected': 'a field, such as epoch or validation.errorPercent',
});

const label = (title: string, example: string) =>
  line(
    title,
    "Without it, the name of the metric in words, with its unit, or the field's own name.",
    example,
  );

export const curveSettings = {
  stage: stage('The stage whose trajectories are drawn.', 'search'),
  phase: Type.Unsafe<string | null>({
    title: 'Phase',
    description: 'Only lines of this phase; without it, all lines.',
    type: ['string', 'null'],
    ...oneLine,
    default: null,
    examples: ['train'],
  }),
  x: described(field, { title: 'Field of x', examples: ['epoch'] }),
  y: described(field, { title: 'Field of y', examples: ['validation.errorPercent'] }),
  xLabel: label('Label of the x axis', 'Epoch'),
  yLabel: label('Label of the y axis', 'Validation error (%)'),
  ...axisScales,
  aggregate: choice(
    'Aggregate',
    'What of the seeds is drawn. `mean`: mean, with a band of one sample standard deviation. `median`: median, with a band from the first to the third quartile.',
    ['mean', 'median'],
  ),
  spread: choice(
    'Spread',
    "The band of a mean. `deviation`: one sample standard deviation to each side. `standard-error`: the standard deviation with denominator n, over the root of n, as NAS-Bench-1Shot1 draws it. `interval`: that of 95 % by Student's t.",
    ['deviation', 'standard-error', 'interval'],
  ),
  window: Type.Optional(
    Type.Integer({
      title: 'Window',
      description:
        'Replaces each y by the mean of as many points of its run, the last of them its own; the points before the first whole window are left out. Without it, every point stands for itself.',
      minimum: 2,
      'x-expected': 'an integer of at least 2',
      examples: [20],
    }),
  ),
  bestSoFar: choice(
    'Best so far',
    '`lowest` or `highest` replaces each y by the lowest or highest that its run has reached by then.',
    ['off', 'lowest', 'highest'],
  ),
  step: yesOrNo(
    'Steps',
    'Each value holds until the next one of its run, as in a curve of the best found so far; runs are then summed up at every x that any of them has.',
    false,
  ),
  panels: choice(
    'Panels',
    'Whether lines share a plot. `each`: a panel for each line, the others in grey behind it. `auto`: when there are more than four.',
    panelChoices,
  ),
  bands: choice(
    'Bands',
    'Whether the spread of the seeds is drawn. `auto`: where bands cannot hide each other, beside a single line or in a panel each. The other files always have it.',
    bandChoices,
  ),
};

type Resolved = ReportOf<'curve', typeof curveSettings>;
/** No default stands for a window that is left out. */
export type CurveReport = Omit<Resolved, 'window'> & Partial<Pick<Resolved, 'window'>>;
