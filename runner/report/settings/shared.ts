/**
 * Settings that several kinds of report have. What bears an `$id` is defined once in the schema of manifests, under that
 * name.
 */
import { type TSchema, Type } from '@sinclair/typebox';
import { type MetricInfo, type MetricName, metricCatalog } from '../../../schemas/metrics.ts';
import { choice, type Settings, type SettingsOf } from '../../../schemas/setting.ts';

/** Without the default of a setting, so that it must be written. */
export function required<S extends TSchema>({ default: _, ...law }: S): S {
  // Taking an optional field away keeps the type.
  return law as S;
}

/** The same law with other words or another example; in the schema, a reference to it with these beside. */
export const described = <S extends TSchema>(
  setting: S,
  words: { readonly title?: string; readonly description?: string; readonly examples?: readonly unknown[] },
): S => ({ ...setting, ...words, 'x-base': setting });

/** A map with these settings and no others, that the schema defines under a name. */
export const mapSetting = <S extends Settings>(
  $id: string,
  title: string,
  description: string,
  settings: S,
  example: object,
) =>
  Type.Unsafe<SettingsOf<S>>(
    Type.Object(settings, { $id, title, description, additionalProperties: false, examples: [example] }),
  );

/** One line of text, which a person may leave out. It is there once the report is resolved. */
export const line = (title: string, description: string, example?: string) =>
  Type.Optional(lineOfText(title, description, example));

const lineOfText = (title: string, description: string, example?: string) =>
  Type.String({
    ...{ title, description, ...oneLine },
    ...(example === undefined ? {} : { examples: [example] }),
  });

/** No control character, no separator of lines, nothing that reverses the text, no half of a surrogate pair. */
export const oneLine = {
  pattern: String.raw`^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]*$`,
  maxLength: 300,
  'x-expected': 'one line of text, at most 300 characters',
};

export const metric = Type.Unsafe<MetricName>({
  $id: 'metric',
  title: 'Metric',
  description:
    'A number that jobs measure. The split is part of its name. Of the task `command`, one that it declares; of the others, one of these:',
  type: 'string',
  examples: Object.keys(metricCatalog),
});

export const stage = (description: string, example: string) =>
  Type.String({ title: 'Stage', description, examples: [example] });

/** `method`: one row for each method variant, all seed sets pooled. `method-by-seed-set`: one for each pair. */
export const rows = choice(
  'Rows',
  '`method`: one row for each method variant, all seed sets pooled. `method-by-seed-set`: one for each pair.',
  ['method', 'method-by-seed-set'],
);
export type ReportRows = (typeof rows)['static'];

/** A metric of the jobs of a stage. */
export const measured = mapSetting(
  'measured',
  'Measured',
  'A metric of a stage.',
  {
    metric,
    stage: stage(
      'The stage whose jobs measure it. It may have only one job for each seed, unless x and y name the same stage.',
      'evaluate',
    ),
    label: line('Label', 'Without it, the name of the metric in words.'),
  },
  { metric: 'test.errorPercent', stage: 'evaluate' },
);
export type ReportMetric = WithInfo<(typeof measured)['static']>;

/** A metric that a task declares brings along how it is shown; the catalogue knows that of the others. */
export type WithInfo<M> = M & { readonly info?: MetricInfo };

export const axisScale = {
  ...choice(
    'Scale',
    '`log`: logarithmic; what is not above zero is left out of the drawing, and a note says so.',
    ['linear', 'log'],
  ),
  $id: 'axisScale',
};
export type AxisScale = (typeof axisScale)['static'];

/** Those of both axes of a figure. */
export const axisScales = {
  xScale: described(axisScale, { title: 'Scale of the x axis' }),
  yScale: described(axisScale, { title: 'Scale of the y axis' }),
};

/** Field to its digits as the manifest has them, such as `3.00`, where they are others than those of the number. */
export type WrittenNumbers = Readonly<Record<string, string>>;
