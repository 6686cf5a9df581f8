/** The data of pictures of predictions: which jobs are shown, of which images, in which colours. */
import { type Static, Type } from '@sinclair/typebox';
import { contract, exact, jobKeySchema, sha256Schema } from '../../../../schemas/contract.ts';
import type { Predictions } from '../../../../schemas/predictions.ts';
import { countSchema, jobFields, missingJson, missingSchema, text } from '../../data-parts.ts';
import type { PredictionsInput } from './gather-predictions.ts';

const schema = exact({
  ...{
    formatVersion: Type.Literal(1),
    kind: Type.Literal('predictions'),
    name: text,
    title: text,
    stage: text,
  },
  /** Null where no job has run. */
  shown: Type.Union([
    Type.Null(),
    exact({
      part: Type.Union([Type.Literal('validation'), Type.Literal('test')]),
      /** Numbers in the part, from 0. */
      images: Type.Array(countSchema),
      classes: Type.Array(exact({ name: text, colour: text })),
      /** Colour of what is not measured. */
      ignored: text,
    }),
  ]),
  rows: Type.Array(
    exact({
      ...{ label: text, jobKeys: Type.Array(jobKeySchema), missing: missingSchema },
      /** The job whose predictions are shown, by its label and the digest of its picture. */
      picture: Type.Union([Type.Null(), exact({ ...jobFields, job: text, digest: sha256Schema })]),
    }),
  ),
});

export const predictionsData = contract('predictions', schema);
type PredictionsData = Static<typeof schema>;

const legendJson = ({ part, images, classes, ignored }: Predictions) => ({
  ...{ part, classes: [...classes], ignored, images: images.map(({ index }) => index) },
});

export function predictionsJson({
  name,
  settings: { title, stage },
  rows,
}: PredictionsInput): PredictionsData {
  const [first] = rows.flatMap(({ shown }) => (shown === null ? [] : [shown]));
  return {
    ...{ formatVersion: 1, kind: 'predictions', name, title, stage },
    shown: first === undefined ? null : legendJson(first.sheet.legend),
    rows: rows.map(({ label, jobs, missing, shown }) => ({
      ...{ label, jobKeys: jobs.map(({ jobKey }) => jobKey), missing: missing.map(missingJson) },
      picture:
        shown === null
          ? null
          : {
              ...{ seed: shown.seed, seedSet: shown.seedSet, jobKey: shown.jobKey },
              ...{ job: shown.job, digest: shown.digest },
            },
    })),
  };
}
