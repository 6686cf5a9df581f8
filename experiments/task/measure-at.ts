/** Moments of one training at which it is measured besides its end, so that one job tells several numbers. */
import { Type } from '@sinclair/typebox';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { refuse, type Scores } from './measured.ts';
import { readSettings } from './read-settings.ts';

/** @param what is done then. @param metric as reports call what is measured at `early` */
export const measureAt = (what: string, metric: string) =>
  Type.Record(
    Type.String({ pattern: '^[a-z][A-Za-z0-9]*$' }),
    Type.Integer({ title: 'Epoch', description: 'From 1.', minimum: 1 }),
    {
      title: 'Measured at',
      description: `Names of moments of the training, each with the epoch after which ${what}. Reports call what is measured at \`early\` \`${metric}\`.`,
      additionalProperties: false,
      default: {},
      examples: [{ early: 100 }],
    },
  );

/** Name to epoch; the law of the setting is the proof. */
export type Moments = Readonly<Record<string, number>>;

type Earlier = NonNullable<JobMetrics['earlier']>;

/** What was measured, under the names of the moments; nothing for a training without moments. */
export function earlierMetrics(
  moments: Moments,
  byEpoch: ReadonlyMap<number, Scores>,
): Pick<JobMetrics, 'earlier'> {
  const entries = Object.entries(moments).flatMap(([name, epoch]): [string, Earlier[string]][] => {
    const scores = byEpoch.get(epoch);
    return scores === undefined ? [] : [[name, { epoch, ...scores }]];
  });
  return entries.length === 0 ? {} : { earlier: Object.fromEntries(entries) };
}

/** Of a stage; a trial has none. Refuses a moment after the end. */
export function readMoments(settings: JsonObject, epochs: number): Result<Moments, JobFailure> {
  if (!Object.hasOwn(settings, 'measureAt')) return ok({});
  const read = readSettings('training', { measureAt: measureAt('', '') }, settings);
  if (!read.ok) return read;
  const moments = Object.entries(read.value.measureAt);
  const late = moments.find(([, epoch]) => epoch > epochs);
  if (late) return refuse(`measureAt.${late[0]} is epoch ${late[1]} of a training of ${epochs} epochs`);
  return ok(Object.fromEntries(moments));
}
