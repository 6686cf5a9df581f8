/** A verdict for each axis of a row of pairs. */
import { type Comparison, rowName, type Verdicts } from '../compare/comparison.ts';
import type { Verdict } from '../compare/verdict.ts';
import type { PairsData } from './pairs-data.ts';

export const comparePairs = (
  { x, y, rows }: PairsData,
  { cell }: Pick<Comparison<PairsData>, 'cell'>,
): Verdicts => ({
  columns: [x.label, y.label],
  rows: rows.map((row) => {
    const keys = [row.pairs.map(({ xJobKey }) => xJobKey), row.pairs.map(({ yJobKey }) => yJobKey)] as const;
    const verdict = (at: 0 | 1, { metric }: PairsData['x']): Verdict =>
      row.missing.length > 0 ? 'missing' : cell(keys[at], metric);
    return { label: rowName(row), verdicts: [verdict(0, x), verdict(1, y)] };
  }),
});
