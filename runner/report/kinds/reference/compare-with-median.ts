/** Each method against the median of the reference: how many of its values are better, and how far its mean lies off. */
import type { Claim } from '../../../statistics/claim.ts';
import { intervalFromMedian } from '../../../statistics/difference-from-median.ts';
import { bestFirst, type Goal } from '../../../statistics/goal.ts';
import { divisionTest, type PermutationTest } from '../../../statistics/permutation.ts';
import { summarize } from '../../../statistics/summary.ts';
import type { Interval } from '../../../statistics/welch.ts';
import type { SampleRow, SampleTable } from '../../samples/sample-table.ts';

export interface AgainstMedian {
  readonly label: string;
  readonly n: number;
  /** In the metric's own unit; null for no value, and `std` for fewer than two. */
  readonly mean: number | null;
  readonly std: number | null;
  /** Values that are better than the median of the reference by the goal of the metric. */
  readonly better: number;
  /** Mean of the method less median of the reference; null where one of them has no value. */
  readonly difference: number | null;
  readonly interval: Claim<Interval>;
  /** Whether the two samples could be one, divided by chance. */
  readonly test: Claim<PermutationTest>;
}

/** In the metric's own unit. */
export interface ReferenceSample {
  readonly label: string;
  readonly n: number;
  /** Null for no value. */
  readonly median: number | null;
}

export interface AgainstReference {
  /** One for each variant of the method that is the reference. */
  readonly references: readonly ReferenceSample[];
  /** All other rows, by reference. */
  readonly rows: readonly (AgainstMedian & { readonly reference: string })[];
}

export function compareWithMedian({ rows, measured }: SampleTable, method: string): AgainstReference {
  const { goal } = measured.info;
  const references = rows.filter((row) => row.method === method);
  const others = rows.filter((row) => row.method !== method);
  const compared = references.map((reference) => {
    const values = numbersOf(reference);
    const { n, median } = summarize(values, goal);
    const { label } = reference;
    const against = others.map((row) => ({ reference: label, ...compare(row, { values, median }, goal) }));
    return { reference: { label, n, median }, against };
  });
  return {
    references: compared.map(({ reference }) => reference),
    rows: compared.flatMap(({ against }) => against),
  };
}

const numbersOf = ({ values }: SampleRow): number[] => values.map(({ value }) => value);

function compare(
  row: SampleRow,
  reference: { readonly values: readonly number[]; readonly median: number | null },
  goal: Goal,
): AgainstMedian {
  const values = numbersOf(row);
  const { n, mean, std } = summarize(values, goal);
  const { median } = reference;
  const sign = bestFirst(goal);
  return {
    ...{ label: row.label, n, mean, std },
    better: median === null ? 0 : values.filter((value) => sign * (value - median) < 0).length,
    difference: mean === null || median === null ? null : mean - median,
    interval: intervalFromMedian(values, reference.values),
    test: divisionTest(values, reference.values),
  };
}
