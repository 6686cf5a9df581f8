/** The text that goes with a critical-difference diagram. */
import { noClaimText } from '../../../statistics/claim.ts';
import { digitsText, noValue, probabilityText } from '../../number-text.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import { rowCell } from '../../samples/sample-text.ts';
import { dirtyWarning, left, plain, right, type TableText } from '../../text-table.ts';
import { level, type RankTest } from './rank-test.ts';

export function rankText(table: SampleTable, found: RankTest): TableText {
  const { title, measured, dirty } = table;
  const marked: string[] = [];
  const rows = found.methods.flatMap(({ label, averageRank }, place) => {
    const row = table.rows.find((one) => one.label === label);
    if (row === undefined) return [];
    const groups = found.cliques.flatMap(([first, last], i) =>
      first <= place && place <= last ? [String.fromCharCode(97 + i)] : [],
    );
    return [
      [
        rowCell(row, marked),
        plain(averageRank === null ? noValue : digitsText(averageRank, 2)),
        plain(groups.join(' ') || noValue),
      ],
    ];
  });
  const better = measured.info.goal === 'minimize' ? 'lowest' : 'highest';
  const notes = [
    `average rank by ${measured.metric} of ${measured.stage} over n = ${found.blocks} seeds that every method has, 1 for the ${better}`,
    ...testNotes(found),
    ...(found.cliques.length > 0 ? ['methods with a letter in common are not told apart'] : []),
    'the seeds are of one task: the ranks say nothing of others',
  ];
  const header = [left('Method'), right('Average rank'), left('Group')];
  return { title, header, rows, marked, notes, warning: dirty ? dirtyWarning : null };
}

/** What the test says, or why there is none. */
export function testNotes({ test, blocks, methods }: RankTest): string[] {
  if (!test.ok) {
    const what = methods.length < 3 ? 'methods' : 'seeds';
    return [`no method is told from another: of ${what}, ${test.failures.map(noClaimText).join('; ')}`];
  }
  const { p, criticalDifference } = test.value;
  const nemenyi = `critical difference ${digitsText(criticalDifference, 2)} (Nemenyi, ${100 * level} %)`;
  const all = `Friedman's test over ${blocks} seeds: p ${p < 0.001 ? '' : '= '}${probabilityText(p)}`;
  return p > level ? [`${all}: no method is told from another`] : [`${all}; ${nemenyi}`];
}
