/** Whether the ranking of methods that one seed set gives is that of the others. */
import { noClaimText } from '../../statistics/claim.ts';
import { rankStability } from '../../statistics/rank-stability.ts';
import { mean } from '../../statistics/sum.ts';
import type { Finding } from '../finding.ts';
import type { Cell, Column } from './columns.ts';
import { effectLines } from './effects.ts';

export function rankingOf(column: Column, cells: readonly Cell[]): Finding {
  const sets = (cells[0]?.sets ?? []).map(({ seedSet }, i) => ({
    seedSet,
    values: cells.map((cell) => cell.sets[i]?.values ?? []),
  }));
  const check = 'seed-sets/ranking';
  const whole = sets.filter(({ values }) => values.every(({ length }) => length > 0));
  const orders = whole.map(
    ({ seedSet, values }) => `${seedSet}: ${ranked(cells, values, column).join(' < ')}`,
  );
  const effects = effectLines(column, cells);
  const advice = 'add seeds or methods until the order is the same in every set, or do not rank';
  const open = (why: string): Finding => ({
    check,
    verdict: 'cannot be told',
    subject: column.name,
    evidence: [...orders, why, ...effects],
    advice,
  });
  if (whole.length < 2) return open('one seed set has no other to agree with');
  const pairs = whole.flatMap((one, i) =>
    whole.slice(i + 1).map((other) => ({ one, other, stability: rankStability(one.values, other.values) })),
  );
  const refused = pairs.flatMap(({ stability }) => (stability.ok ? [] : stability.failures))[0];
  if (refused !== undefined) return open(`methods or values: ${noClaimText(refused)}`);
  const told = pairs.flatMap(({ one, other, stability }) =>
    stability.ok ? [{ names: `${one.seedSet} and ${other.seedSet}`, ...stability.value }] : [],
  );
  const lines = told.map(({ names, tau, interval }) => {
    const reach = interval.ok
      ? `95 % ${interval.value.low.toFixed(2)} to ${interval.value.high.toFixed(2)}`
      : `no interval: ${interval.failures.map(noClaimText).join('; ')}`;
    return `${names}: Kendall's tau-b ${tau.toFixed(2)}, ${reach}`;
  });
  const reversed = told.some(({ interval }) => interval.ok && interval.value.high < 0);
  const holds = told.every(({ interval }) => interval.ok && interval.value.low > 0);
  const verdict = reversed ? 'not met' : holds ? 'met' : 'cannot be told';
  return {
    check,
    verdict,
    subject: column.name,
    evidence: [...orders, ...lines, ...effects],
    advice: holds ? null : advice,
  };
}

/** Names of the methods, the best first. */
function ranked(cells: readonly Cell[], values: readonly (readonly number[])[], { info }: Column): string[] {
  const sign = info.goal === 'maximize' ? -1 : 1;
  return cells
    .map(({ variant }, i) => ({ variant, value: sign * mean(values[i] ?? []) }))
    .sort((a, b) => a.value - b.value)
    .map(({ variant }) => variant);
}
