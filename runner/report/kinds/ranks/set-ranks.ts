/** The ranks that each seed set gives the methods, and whether the sets agree on them. */
import { type Static, Type } from '@sinclair/typebox';
import { exact } from '../../../../schemas/contract.ts';
import { midranks } from '../../../../schemas/rank-correlation.ts';
import type { Claim } from '../../../statistics/claim.ts';
import { bestFirst } from '../../../statistics/goal.ts';
import { type RankStability, rankStability } from '../../../statistics/rank-stability.ts';
import { mean } from '../../../statistics/sum.ts';
import { numberOrNull, text } from '../../data-parts.ts';
import { claimJson, claimSchema, intervalSchema } from '../../samples/sample-data.ts';
import { type SampleTable, valuesIn } from '../../samples/sample-table.ts';

export interface SetRanks {
  readonly sets: readonly RankedSet[];
  /** Of each row, over the sets that rank; null where none does. */
  readonly averages: readonly (number | null)[];
  /** Every two sets that rank. */
  readonly pairs: readonly RankedPair[];
}

interface RankedSet {
  readonly seedSet: string;
  /** Of each row, 1 for the best mean; null in a set that lacks the values of some method, which ranks none. */
  readonly ranks: readonly (number | null)[];
  /** Means of the rows; null where there are no values. */
  readonly means: readonly (number | null)[];
}

export interface RankedPair {
  readonly one: string;
  readonly other: string;
  readonly stability: Claim<RankStability>;
}

export function setRanks({ rows, seedSets, measured }: SampleTable): SetRanks {
  const sign = bestFirst(measured.info.goal);
  const samples = seedSets.map((seedSet) => ({ seedSet, values: rows.map((row) => valuesIn(row, seedSet)) }));
  const sets = samples.map(({ seedSet, values }) => {
    const isWhole = values.every(({ length }) => length > 0);
    return {
      seedSet,
      means: values.map((own) => (own.length === 0 ? null : mean(own))),
      ranks: isWhole ? midranks(values.map((own) => sign * mean(own))) : rows.map(() => null),
    };
  });
  const whole = samples.filter(({ values }) => values.every(({ length }) => length > 0));
  return {
    sets,
    averages: rows.map((_, i) => meanOrNull(sets.flatMap(({ ranks }) => ranks[i] ?? []))),
    pairs: whole.flatMap((one, i) =>
      whole.slice(i + 1).map((other) => ({
        ...{ one: one.seedSet, other: other.seedSet },
        stability: rankStability(one.values, other.values),
      })),
    ),
  };
}

const meanOrNull = (values: readonly number[]): number | null => (values.length === 0 ? null : mean(values));

const stability = claimSchema(exact({ tau: Type.Number(), interval: claimSchema(intervalSchema) }));

/** Ranks and means in the order of the rows. */
export const setRanksSchema = exact({
  sets: Type.Array(
    exact({ seedSet: text, ranks: Type.Array(numberOrNull), means: Type.Array(numberOrNull) }),
  ),
  averages: Type.Array(numberOrNull),
  pairs: Type.Array(exact({ one: text, other: text, stability })),
});

export const setRanksJson = ({ pairs, ...ranks }: SetRanks): Static<typeof setRanksSchema> => ({
  sets: ranks.sets.map(({ seedSet, ranks, means }) => ({ seedSet, ranks: [...ranks], means: [...means] })),
  averages: [...ranks.averages],
  pairs: pairs.map(({ one, other, stability }) => ({
    ...{ one, other },
    stability: stability.ok
      ? { value: { tau: stability.value.tau, interval: claimJson(stability.value.interval) }, problem: null }
      : claimJson(stability),
  })),
});
