/** A verdict for each row of a sample: its values are what the statistics are computed of. */
import { type Comparison, rowName, type Verdicts } from '../compare/comparison.ts';
import type { SampleData } from './sample-data.ts';

export const compareSamples = (
  { label, metric, rows }: SampleData,
  { cell }: Pick<Comparison<SampleData>, 'cell'>,
): Verdicts => ({
  columns: [label],
  rows: rows.map((row) => {
    const keys = row.values.map(({ jobKey }) => jobKey);
    return { label: rowName(row), verdicts: [row.missing.length > 0 ? 'missing' : cell(keys, metric)] };
  }),
});
