/** The text that goes with a rank heat map: the ranks, and whether the sets agree on them. */
import { noClaimText } from '../../../statistics/claim.ts';
import { digitsText, noValue } from '../../number-text.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import { rowCell } from '../../samples/sample-text.ts';
import { dirtyWarning, left, plain, right, type TableText } from '../../text-table.ts';
import type { RankedPair, SetRanks } from './set-ranks.ts';

export function ranksText(table: SampleTable, { sets, averages, pairs }: SetRanks): TableText {
  const { title, measured, dirty } = table;
  const marked: string[] = [];
  const rows = table.rows.map((row, i) => [
    rowCell(row, marked),
    ...sets.map(({ ranks }) => plain(rankText(ranks[i] ?? null))),
    plain(averageText(averages[i] ?? null)),
  ]);
  const header = [left('Method'), ...sets.map(({ seedSet }) => right(seedSet)), right('Average rank')];
  const better = measured.info.goal === 'minimize' ? 'lowest' : 'highest';
  const notes = [
    `rank of the mean of ${measured.metric} of ${measured.stage} in a seed set, 1 for the ${better}; equal means share the mean of their ranks`,
    ...(sets.some(({ ranks }) => ranks.includes(null))
      ? ['a set without a value of each method ranks none']
      : []),
    agreementText(pairs),
  ];
  return { title, header, rows, marked, notes, warning: dirty ? dirtyWarning : null };
}

/** 1, or 1.5 of two that share it. */
export const rankText = (rank: number | null): string => (rank === null ? noValue : String(rank));

export const averageText = (rank: number | null): string => (rank === null ? noValue : digitsText(rank, 2));

/** Of the pair of sets that agrees least. */
export function agreementText(pairs: readonly RankedPair[]): string {
  if (pairs.length === 0) return 'one seed set has no other to agree with';
  const told = pairs.flatMap(({ one, other, stability }) =>
    stability.ok ? [{ one, other, ...stability.value }] : [],
  );
  const [first, ...rest] = told;
  if (first === undefined) {
    const reason = pairs.flatMap(({ stability }) => (stability.ok ? [] : stability.failures))[0];
    return `whether sets agree cannot be told: of methods, ${reason === undefined ? '' : noClaimText(reason)}`;
  }
  const least = rest.reduce((low, pair) => (pair.tau < low.tau ? pair : low), first);
  const { interval } = least;
  const reach = interval.ok
    ? `95 % interval over seeds ${digitsText(interval.value.low, 2)} to ${digitsText(interval.value.high, 2)}`
    : `no interval: ${interval.failures.map(noClaimText).join('; ')}`;
  return `least agreement of two sets: Kendall's tau-b ${digitsText(least.tau, 2)} (${least.one} and ${least.other}), ${reach}`;
}
