/**
 * Which row of a column is best beyond chance. The row with the best mean must win against each other row on the seeds
 * that both have, by an exact sign test. A column names a row wrongly when the row is truly not better than some other
 * one; each of the k rows does so with at most the probability of the test's one tail, so that its two-sided p-value
 * times k / 2 bounds the error of the whole column, however the rows depend on each other (Bonferroni).
 */
import type { MetricInfo } from '../../../../schemas/metrics.ts';
import { bestFirst } from '../../../statistics/goal.ts';
import { signTest } from '../../../statistics/sign-test.ts';
import type { Summary } from '../../../statistics/summary.ts';
import type { SeedValue } from '../../report-input.ts';

/** How often, at most, a column without a best row has one named. */
const level = 0.05;

type Cell = Pick<Summary, 'mean'> & { readonly values: readonly SeedValue[] };

/** @returns the place of the row, or null. A row without values leaves the best one open. */
export function bestRow(cells: readonly Cell[], goal: MetricInfo['goal']): number | null {
  if (cells.length < 2) return null;
  const sign = bestFirst(goal);
  const costs = cells.map(({ mean }) => (mean === null ? Number.NaN : sign * mean));
  if (costs.some(Number.isNaN)) return null;
  const best = costs.indexOf(Math.min(...costs));
  const winner = cells[best];
  const beatsAll = cells.every(
    (other, i) => i === best || (winner !== undefined && beats(winner, other, sign, cells.length)),
  );
  return beatsAll ? best : null;
}

function beats(one: Cell, other: Cell, sign: number, rows: number): boolean {
  const differences = sharedDifferences(one, other).map((difference) => sign * difference);
  const wins = differences.filter((difference) => difference < 0).length;
  const losses = differences.filter((difference) => difference > 0).length;
  const p = signTest(wins, losses);
  return wins > losses && p !== null && (p * rows) / 2 <= level;
}

/** One less the other, for each seed of a seed set. None where a row has several values for one seed: they are no pairs. */
function sharedDifferences(one: Cell, other: Cell): readonly number[] {
  const [a, b] = [bySeed(one), bySeed(other)];
  if (a.size < one.values.length || b.size < other.values.length) return [];
  return [...a].flatMap(([seed, value]) => {
    const against = b.get(seed);
    return against === undefined ? [] : [value - against];
  });
}

const bySeed = ({ values }: Cell): ReadonlyMap<string, number> =>
  new Map(values.map(({ seed, seedSet, value }) => [`${seedSet}\0${seed}`, value]));
