/** A verdict for the values of each method, and one for those of its baseline. */
import type { JobKey } from '../../../../schemas/ids.ts';
import type { Comparison, Verdicts } from '../../compare/comparison.ts';
import type { Verdict } from '../../compare/verdict.ts';
import type { PairedData } from './paired-data.ts';

export const comparePaired = (
  { metric, label, rows }: PairedData,
  { cell }: Pick<Comparison<PairedData>, 'cell'>,
): Verdicts => ({
  columns: [label, `${label} of the baseline`],
  rows: rows.map((row) => {
    const verdict = (keys: readonly JobKey[]): Verdict =>
      row.missing.length > 0 ? 'missing' : cell(keys, metric);
    return {
      label: `${row.label} against ${row.baseline.label}`,
      verdicts: [
        verdict(row.pairs.map(({ jobKey }) => jobKey)),
        verdict(row.pairs.map(({ baselineJobKey }) => baselineJobKey)),
      ],
    };
  }),
});
