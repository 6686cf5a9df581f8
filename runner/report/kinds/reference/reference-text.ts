/** The text of a table of methods against the median of a reference sample. */
import { onlyFailure } from '../../../util/only-failure.ts';
import { headerText } from '../../header-text.ts';
import { differenceText, fixedText, meanText, noValue, probabilityText } from '../../number-text.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import { intervalCell, noClaimCell, rowCell } from '../../samples/sample-text.ts';
import { dirtyWarning, left, plain, right, type TableText, type TextCell } from '../../text-table.ts';
import type { AgainstMedian, AgainstReference, ReferenceSample } from './compare-with-median.ts';

export function referenceText(table: SampleTable, { references, rows }: AgainstReference): TableText {
  const { title, measured, dirty } = table;
  const { info } = measured;
  const marked: string[] = [];
  const hasSeveral = references.length > 1;
  const cells = rows.map((row) => {
    const sample = table.rows.find(({ label }) => label === row.label);
    return [
      sample === undefined ? plain(row.label) : rowCell(sample, marked),
      ...(hasSeveral ? [plain(row.reference)] : []),
      plain(String(row.n)),
      plain(meanText(row, info)),
      plain(row.difference === null ? noValue : `${row.better} of ${row.n}`),
      plain(differenceText({ mean: row.difference, std: null }, info)),
      intervalCell(row.interval, info, marked),
      probabilityCell(row, marked),
    ];
  });
  const header = [
    ...[left('Method'), ...(hasSeveral ? [left('Reference')] : []), right('n'), right(headerText(measured))],
    ...[right('Better than the median'), right('Difference'), right('95 % interval'), right('p')],
  ];
  return {
    ...{ title, header, rows: cells, marked, warning: dirty ? dirtyWarning : null },
    notes: [...references.map((reference) => referenceNote(reference, table)), ...notesOf(table)],
  };
}

const probabilityCell = ({ test }: AgainstMedian, marked: string[]): TextCell =>
  test.ok ? plain(probabilityText(test.value.p)) : noClaimCell(onlyFailure(test.failures), marked);

const referenceNote = ({ label, n, median }: ReferenceSample, { measured: { info } }: SampleTable): string =>
  `reference: ${label}, median ${median === null ? noValue : fixedText(median, info)} of n = ${n}`;

function notesOf({ measured: { metric, stage, info } }: SampleTable): readonly string[] {
  const better = info.goal === 'minimize' ? 'lower' : 'higher';
  return [
    `${metric} of ${stage}; a ± s: mean and sample standard deviation (denominator n - 1) of n values; better: ${better}`,
    'difference: mean of the method less median of the reference; interval: percentiles of a bootstrap of both samples',
    'p: two-sided permutation test of the difference of means; not corrected for the number of rows',
  ];
}
