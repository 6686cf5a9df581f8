/** A comparison with published numbers, for programs and scripts. */
import { type Static, Type } from '@sinclair/typebox';
import { exact } from '../../../../schemas/contract.ts';
import { csvText } from '../../csv-text.ts';
import {
  countSchema,
  numberOrNull,
  publishedJson,
  publishedSchema,
  text,
  textOrNull,
} from '../../data-parts.ts';
import { scaled } from '../../number-text.ts';
import { claimJson, claimSchema, intervalSchema, sampleData } from '../../samples/sample-data.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import type { JudgedRow } from './judge-rows.ts';

const test = exact({ difference: Type.Number(), equivalence: Type.Number() });
const against = exact({
  ...{ difference: numberOrNull, margin: Type.Number(), isSample: Type.Boolean(), test: claimSchema(test) },
  verdict: Type.Union(['reproduced', 'differs', 'cannot be told'].map((word) => Type.Literal(word))),
});

/** Published numbers in the unit that the report shows, all others in the metric's own. */
const judgedSchema = exact({
  margin: Type.Number(),
  rows: Type.Array(
    exact({
      ...{ label: text, seedSet: textOrNull, n: countSchema, mean: numberOrNull, std: numberOrNull },
      ...{ interval: claimSchema(intervalSchema), published: publishedSchema },
      against: Type.Union([Type.Null(), against]),
    }),
  ),
});

export const reproductionData = sampleData('reproduction', judgedSchema);

export const judgedJson = (rows: readonly JudgedRow[], margin: number): Static<typeof judgedSchema> => ({
  margin,
  rows: rows.map(({ interval, published, against, ...row }) => ({
    ...{ ...row, interval: claimJson(interval), published: publishedJson(published) },
    against: against === null ? null : { ...against, test: claimJson(against.test) },
  })),
});

/** One line for each row of the table, in the `unit` of its line. */
export function renderReproductionCsv({ measured, rows }: SampleTable, judged: readonly JudgedRow[]): string {
  const { metric, stage, info } = measured;
  const inUnit = (value: number | null | undefined) => (value == null ? null : scaled(value, info));
  const header = [
    ...['row', 'method', 'seedSet', 'metric', 'stage', 'unit', 'publishedMean', 'publishedStd', 'publishedN'],
    ...['mean', 'std', 'low', 'high', 'n', 'difference', 'margin', 'pDifference', 'pEquivalence', 'verdict'],
    ...['missing', 'dirty'],
  ];
  const lines = judged.map(({ label, seedSet, published, mean, std, interval, n, against }, i) => {
    const p = against?.test.ok ? against.test.value : null;
    const reach = interval.ok ? interval.value : null;
    const row = rows[i];
    return [
      ...[label, row?.method, seedSet, metric, stage, info.unit],
      ...[published?.mean, published?.std, published?.n, inUnit(mean), inUnit(std)],
      ...[inUnit(reach?.low), inUnit(reach?.high), n, inUnit(against?.difference), inUnit(against?.margin)],
      ...[p?.difference, p?.equivalence, against?.verdict, row?.missing.length],
      row?.values.some(({ dirty }) => dirty) ? 'dirty' : '',
    ];
  });
  return csvText([header, ...lines]);
}
