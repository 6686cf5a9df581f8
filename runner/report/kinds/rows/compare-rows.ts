/** One verdict on all rows of data. */
import type { JsonValue } from '../../../../schemas/json.ts';
import { areClose } from '../../compare/close.ts';
import type { Comparison, Verdicts } from '../../compare/comparison.ts';
import type { Verdict } from '../../compare/verdict.ts';
import { type RowsData, rowsProvenance } from './rows-data.ts';

export function compareRows(
  now: RowsData,
  { before, isSameFile, provenance }: Pick<Comparison<RowsData>, 'before' | 'isSameFile' | 'provenance'>,
): Verdicts {
  const sources = rowsProvenance.parse(provenance ?? '');
  const isMissing = !sources.ok || sources.value.missing.length > 0;
  // What was parsed from JSON is JSON, whatever its fields are.
  const isWithin = before !== undefined && areClose(before as JsonValue, now as JsonValue);
  const verdict: Verdict = isSameFile ? 'bitwise' : isWithin ? 'within tolerance' : 'differs';
  return {
    columns: ['Rows'],
    rows: [{ label: 'all jobs', verdicts: [isMissing ? 'missing' : verdict] }],
  };
}
