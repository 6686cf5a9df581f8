/** Published, reproduced, interval, n and verdict, side by side. */

import { onlyFailure } from '../../../util/only-failure.ts';
import { headerText } from '../../header-text.ts';
import { differenceText, meanText, noValue } from '../../number-text.ts';
import { publishedCell } from '../../published-text.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import { intervalCell, noClaimCell, rowCell } from '../../samples/sample-text.ts';
import {
  dirtyWarning,
  left,
  plain,
  publishedNote,
  right,
  type TableText,
  type TextCell,
} from '../../text-table.ts';
import type { JudgedRow } from './judge-rows.ts';

export function reproductionText(
  table: SampleTable,
  judged: readonly JudgedRow[],
  margin: number,
): TableText {
  const { title, measured, rowsAre, dirty } = table;
  const { info } = measured;
  const bySeedSet = rowsAre === 'method-by-seed-set';
  const marked: string[] = [];
  const rows = table.rows.flatMap((row, i) => {
    const found = judged[i];
    if (found === undefined) return [];
    const { against, published, interval, n } = found;
    return [
      [
        rowCell(row, marked),
        ...(bySeedSet ? [plain(row.seedSet ?? noValue)] : []),
        publishedCell(published, 'mean', marked),
        plain(meanText(found, info)),
        intervalCell(interval, info, marked),
        plain(String(n)),
        plain(differenceText({ mean: against?.difference ?? null, std: null }, info)),
        verdictCell(against, marked),
      ],
    ];
  });
  const header = [
    ...[left('Method'), ...(bySeedSet ? [left('Seed set')] : [])],
    ...[right('Published'), right(headerText({ ...measured, label: 'Reproduced' })), right('95 % interval')],
    ...[right('n'), right('Difference'), left('Verdict')],
  ];
  return {
    title,
    header,
    rows,
    marked,
    notes: notesOf(table, judged, margin),
    warning: dirty ? dirtyWarning : null,
  };
}

function verdictCell(against: JudgedRow['against'], marked: string[]): TextCell {
  if (against === null) return plain(noValue);
  if (against.test.ok) return plain(against.verdict);
  return { ...noClaimCell(onlyFailure(against.test.failures), marked), text: against.verdict };
}

function notesOf({ measured }: SampleTable, judged: readonly JudgedRow[], margin: number): string[] {
  const isExact = judged.some(({ against }) => against !== null && !against.isSample);
  return [
    `${measured.metric} of ${measured.stage}; a ± s: mean and sample standard deviation (denominator n - 1) of n values, one for each seed`,
    "interval: of the mean, by Student's t",
    `reproduced: two one-sided tests (5 %) place the difference within ${margin} % of the published mean; differs: a t test finds one (5 %, Holm over the rows); cannot be told: neither`,
    ...(isExact ? ['a published mean without standard deviation and n counts as exact'] : []),
    publishedNote,
  ];
}
