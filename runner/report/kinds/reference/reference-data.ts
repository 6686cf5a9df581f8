/** A comparison with a reference sample, for programs and scripts. */
import { type Static, Type } from '@sinclair/typebox';
import { exact } from '../../../../schemas/contract.ts';
import { csvText } from '../../csv-text.ts';
import { countSchema, numberOrNull, text } from '../../data-parts.ts';
import { scaled } from '../../number-text.ts';
import { claimJson, claimSchema, intervalSchema, sampleData } from '../../samples/sample-data.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import type { AgainstReference } from './compare-with-median.ts';

const schema = exact({
  references: Type.Array(exact({ label: text, n: countSchema, median: numberOrNull })),
  rows: Type.Array(
    exact({
      ...{ label: text, reference: text, n: countSchema, mean: numberOrNull, std: numberOrNull },
      ...{ better: countSchema, difference: numberOrNull, interval: claimSchema(intervalSchema) },
      test: claimSchema(exact({ p: Type.Number(), isExact: Type.Boolean() })),
    }),
  ),
});

export const referenceData = sampleData('reference', schema);

export const referenceJson = ({ references, rows }: AgainstReference): Static<typeof schema> => ({
  references: [...references],
  rows: rows.map(({ interval, test, ...row }) => ({
    ...row,
    interval: claimJson(interval),
    test: claimJson(test),
  })),
});

/** One line for each row of the table, in the `unit` of its line. */
export function renderReferenceCsv(
  { measured, rows: samples }: SampleTable,
  { references, rows }: AgainstReference,
): string {
  const { metric, stage, info } = measured;
  const inUnit = (value: number | null | undefined) => (value == null ? null : scaled(value, info));
  const header = [
    ...['row', 'reference', 'metric', 'stage', 'unit', 'n', 'mean', 'std', 'referenceN', 'referenceMedian'],
    ...['better', 'difference', 'low', 'high', 'p', 'missing', 'dirty'],
  ];
  const lines = rows.map((row) => {
    const reference = references.find(({ label }) => label === row.reference);
    const sample = samples.find(({ label }) => label === row.label);
    const reach = row.interval.ok ? row.interval.value : null;
    return [
      ...[row.label, row.reference, metric, stage, info.unit, row.n, inUnit(row.mean), inUnit(row.std)],
      ...[reference?.n, inUnit(reference?.median), row.better, inUnit(row.difference)],
      ...[inUnit(reach?.low), inUnit(reach?.high), row.test.ok ? row.test.value.p : null],
      ...[sample?.missing.length, sample?.values.some(({ dirty }) => dirty) ? 'dirty' : ''],
    ];
  });
  return csvText([header, ...lines]);
}
