/** The text of a table of methods against their baselines. */
import type { MetricInfo } from '../../../../schemas/metrics.ts';
import { ok } from '../../../../schemas/result.ts';
import type { Claim } from '../../../statistics/claim.ts';
import { summarize } from '../../../statistics/summary.ts';
import { type Interval, interval, pairedDifference } from '../../../statistics/welch.ts';
import { headerText } from '../../header-text.ts';
import { differenceText, meanText, noValue, probabilityText } from '../../number-text.ts';
import { intervalCell } from '../../samples/sample-text.ts';
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
    ...(table.intervals
      ? intervalCells(row, measured.info, marked)
      : [plain(differenceText(row.difference, measured.info))]),
    probabilityCell(row, marked),
  ]);
  const shared = n === null ? '' : ` (n=${n})`;
  const numbers = table.intervals
    ? [headerText(measured), 'of the baseline', `difference${shared}`]
    : [`${headerText(measured)}, difference${shared}`];
  const header = [
    ...[left('Method'), left('Baseline'), ...(n === null ? [right('n')] : [])],
    ...[right('Wins'), right('Ties'), right('Losses')],
    ...numbers.map(right),
    right('p'),
  ];
  return { title, header, rows, marked, notes: notesOf(table), warning: dirty ? dirtyWarning : null };
}

/** Of the method, of its baseline, and of their differences: the mean with its interval. */
function intervalCells({ pairs, difference }: PairedRow, info: MetricInfo, marked: string[]): TextCell[] {
  const [own, other] = [pairs.map(({ x }) => x.value), pairs.map(({ y }) => y.value)];
  const differences = own.map((value, i) => value - (other[i] ?? Number.NaN));
  const cell = (values: readonly number[], centre: string): TextCell => {
    if (values.length === 0) return plain(noValue);
    const estimate = pairedDifference(values);
    const bounds: Claim<Interval> = estimate.ok ? ok(interval(estimate.value, 0.95)) : estimate;
    const { text, mark } = intervalCell(bounds, info, marked);
    return { text: `${centre} ${text}`, mark };
  };
  const centreOf = (values: readonly number[]): string =>
    meanText({ mean: summarize(values, info.goal).mean, std: null }, info);
  return [
    cell(own, centreOf(own)),
    cell(other, centreOf(other)),
    cell(differences, differenceText({ ...difference, std: null }, info)),
  ];
}

const countCell = ({ pairs, missing }: PairedRow, marked: string[]): TextCell => ({
  text: String(pairs.length),
  mark: missing.length === 0 && pairs.length > 0 ? null : markFor(missingText(pairs.length, missing), marked),
});

function probabilityCell({ p, pairs }: PairedRow, marked: string[]): TextCell {
  if (p !== null) return plain(probabilityText(p));
  return pairs.length === 0 ? plain(noValue) : { text: 'n/a', mark: markFor('n/a: no pair differs', marked) };
}

function notesOf({ measured: { metric, stage, info }, intervals }: PairedTable): readonly string[] {
  const better = info.goal === 'minimize' ? 'lower' : 'higher';
  return [
    `${metric} of ${stage}; n pairs of values with the same seed and seed set; wins: pairs in which the method's is the ${better}`,
    intervals
      ? "difference: method less baseline; a [l, h]: mean and its interval of 95 %, by Student's t of the n values or differences"
      : 'difference: method less baseline; a ± s: mean and sample standard deviation (denominator n - 1)',
    'p: two-sided sign test, exact, ties left out; not corrected for the number of rows',
  ];
}
