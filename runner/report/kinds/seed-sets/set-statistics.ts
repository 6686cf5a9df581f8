/** What each seed set says of each method: mean, spread, and the interval that the set supports. */
import { type Static, Type } from '@sinclair/typebox';
import { exact } from '../../../../schemas/contract.ts';
import { bootstrapInterval } from '../../../statistics/bootstrap.ts';
import type { Claim } from '../../../statistics/claim.ts';
import { summarize } from '../../../statistics/summary.ts';
import type { Interval } from '../../../statistics/welch.ts';
import { countSchema, numberOrNull, text } from '../../data-parts.ts';
import { claimJson, claimSchema, intervalSchema } from '../../samples/sample-data.ts';
import { type SampleTable, valuesIn } from '../../samples/sample-table.ts';

export interface SetsOfRow {
  readonly label: string;
  /** Those with values, in the order of the manifest. */
  readonly sets: readonly SetStatistics[];
  /** Of all values, each set resampled within itself. */
  readonly interval: Claim<Interval>;
}

export interface SetStatistics {
  readonly seedSet: string;
  readonly n: number;
  readonly mean: number | null;
  readonly std: number | null;
  /** Of 95 %, of the mean. */
  readonly interval: Claim<Interval>;
}

/** Of percentiles; more change no digit that is shown. */
const replicates = 10_000;

export const setStatistics = ({ rows, seedSets, measured }: SampleTable): SetsOfRow[] =>
  rows.map((row) => {
    const samples = seedSets
      .map((seedSet) => ({ seedSet, values: valuesIn(row, seedSet) }))
      .filter(({ values }) => values.length > 0);
    const sets = samples.map(({ seedSet, values }) => {
      const { n, mean, std } = summarize(values, measured.info.goal);
      return { seedSet, n, mean, std, interval: bootstrapInterval([values], { replicates }) };
    });
    const strata = samples.map(({ values }) => values);
    return { label: row.label, sets, interval: bootstrapInterval(strata, { replicates }) };
  });

const interval = claimSchema(intervalSchema);

export const setStatisticsSchema = Type.Array(
  exact({
    label: text,
    sets: Type.Array(
      exact({ seedSet: text, n: countSchema, mean: numberOrNull, std: numberOrNull, interval }),
    ),
    interval,
  }),
);

export const setStatisticsJson = (rows: readonly SetsOfRow[]): Static<typeof setStatisticsSchema> =>
  rows.map(({ label, sets, interval }) => ({
    label,
    sets: sets.map((set) => ({ ...set, interval: claimJson(set.interval) })),
    interval: claimJson(interval),
  }));
