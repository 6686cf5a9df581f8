/** What the data of several kinds of report have in common: the content of their JSON files, for programs. */
import { type Static, Type } from '@sinclair/typebox';
import { exact, jobKeySchema, seedSchema } from '../../schemas/contract.ts';
import type { MetricName } from '../../schemas/metrics.ts';
import type { MissingValue } from './report-input.ts';
import type { PublishedValue } from './settings/published.ts';

export const text = Type.String();
export const textOrNull = Type.Union([Type.Null(), Type.String()]);
export const numberOrNull = Type.Union([Type.Null(), Type.Number()]);
export const countSchema = Type.Integer({ minimum: 0 });

const metricSchema = Type.Unsafe<MetricName>(
  Type.String({ pattern: '^[a-z]+(?:\\.[A-Za-z][A-Za-z0-9_-]*){1,2}$' }),
);
export const goalSchema = Type.Union([Type.Literal('minimize'), Type.Literal('maximize')]);
export const rowsAreSchema = Type.Union([Type.Literal('method'), Type.Literal('method-by-seed-set')]);

/** A metric of a stage. Values are in the metric's own unit; multiply by `scale` for the unit that it shows. */
export const measuredFields = {
  metric: metricSchema,
  stage: text,
  label: text,
  unit: text,
  scale: Type.Number(),
};

/** Which job of a seed a number comes from. */
export const jobFields = { seed: seedSchema, seedSet: text, jobKey: jobKeySchema };

export const missingSchema = Type.Array(
  exact({
    seed: seedSchema,
    seedSet: text,
    reason: Type.Union([Type.Literal('failed'), Type.Literal('not-run'), Type.Literal('not-measured')]),
  }),
);

export const missingJson = ({
  seed,
  seedSet,
  reason,
}: MissingValue): Static<typeof missingSchema>[number] => ({ seed, seedSet, reason });

/** Without the fields that are undefined, which have no canonical form. */
export const defined = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** In the unit that the report shows. */
export const publishedSchema = Type.Union([
  Type.Null(),
  exact({
    mean: Type.Optional(Type.Number()),
    std: Type.Optional(Type.Number()),
    best: Type.Optional(Type.Number()),
    n: Type.Optional(countSchema),
    note: Type.Optional(text),
  }),
]);

export const publishedJson = (published: PublishedValue | null): Static<typeof publishedSchema> =>
  published === null ? null : defined({ ...published, written: undefined });
