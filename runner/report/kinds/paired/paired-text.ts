/** The text of a table of methods against their baselines. */
import { headerText } from '../../header-text.ts';
import { differenceText, noValue, probabilityText } from '../../number-text.ts';
import {
  dirtyWarning,
  left,
  markFor,
  missingText,
  plain,
  right,
  sharedCount,
  type TableText,
  type TextCell,
} from '../../text-table.ts';
import type { PairedRow, PairedTable } from './paired-table.ts';

export function pairedText(table: PairedTable): TableText {
  const { title, measured, dirty } = table;
  const marked: string[] = [];
  const counts = table.rows.map((row) => countCell(row, marked));
  const n = sharedCount(counts);
  const rows = table.rows.map((row, i) => [
    plain(row.label),
    plain(row.baseline.label),
    ...(n === null ? counts.slice(i, i + 1) : []),
    ...[row.wins, row.ties, row.losses].map((count) => plain(String(count))),
    plain(differenceText(row.difference, measured.info)),
    probabilityCell(row, marked),
  ]);
  const difference = `${headerText(measured)}, difference`;
  const header = [
    ...[left('Method'), left('Baseline'), ...(n === null ? [right('n')] : [])],
    ...[right('Wins'), right('Ties'), right('Losses')],
    ...[right(n === null ? difference : `${difference} (n=${n})`), right('p')],
  ];
  return { title, header, rows, marked, notes: notesOf(table), warning: dirty ? dirtyWarning : null };
}

const countCell = ({ pairs, missing }: PairedRow, marked: string[]): TextCell => ({
  text: String(pairs.length),
  mark: missing.length === 0 && pairs.length > 0 ? null : markFor(missingText(pairs.length, missing), marked),
});

function probabilityCell({ p, pairs }: PairedRow, marked: string[]): TextCell {
  if (p !== null) return plain(probabilityText(p));
  return pairs.length === 0 ? plain(noValue) : { text: 'n/a', mark: markFor('n/a: no pair differs', marked) };
}

function notesOf({ measured: { metric, stage, info } }: PairedTable): readonly string[] {
  const better = info.goal === 'minimize' ? 'lower' : 'higher';
  return [
    `${metric} of ${stage}; n pairs of values with the same seed and seed set; wins: pairs in which the method's is the ${better}`,
    'difference: method less baseline; a ± s: mean and sample standard deviation (denominator n - 1)',
    'p: two-sided sign test, exact, ties left out; not corrected for the number of rows',
  ];
}
