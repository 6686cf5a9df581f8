/**
 * Whether the published mean was found again. No difference found is no proof that there is none: `reproduced` asks for
 * two one-sided tests within the margin, `differs` for a difference beyond chance, and what shows neither is open.
 */
import { type Claim, type NoClaim, tooFew } from '../../../statistics/claim.ts';
import { equivalenceTest } from '../../../statistics/equivalence.ts';
import { holm } from '../../../statistics/holm.ts';
import { summarize } from '../../../statistics/summary.ts';
import {
  differenceOfMoments,
  type Estimate,
  type Interval,
  interval,
  momentsOf,
  pairedDifference,
  tTest,
} from '../../../statistics/welch.ts';
import { onlyFailure } from '../../../util/only-failure.ts';
import type { SampleTable } from '../../samples/sample-table.ts';
import { type PublishedValue, publishedFor } from '../../settings/published.ts';

const level = 0.05;

export type Reproduction = 'reproduced' | 'differs' | 'cannot be told';

/** Numbers in the metric's own unit; `published` in the unit that the report shows. */
export interface JudgedRow {
  readonly label: string;
  readonly seedSet: string | null;
  readonly n: number;
  readonly mean: number | null;
  readonly std: number | null;
  /** Of 95 %, of the mean, by Student's t. */
  readonly interval: Claim<Interval>;
  readonly published: PublishedValue | null;
  /** Null where no mean was published. */
  readonly against: Against | null;
}

interface Against {
  /** Ours less the published mean; null without ours. */
  readonly difference: number | null;
  readonly margin: number;
  /** Whether the published number comes with the spread that a test of two samples needs; otherwise it counts as exact. */
  readonly isSample: boolean;
  /** Of no difference, by Holm over the rows, and of a difference beyond the margin. */
  readonly test: Claim<{ readonly difference: number; readonly equivalence: number }>;
  readonly verdict: Reproduction;
}

/** @param margin percent of the published mean */
export function judgeRows(
  { rows, measured }: SampleTable,
  published: Readonly<Record<string, PublishedValue>>,
  margin: number,
): JudgedRow[] {
  const { info } = measured;
  const found = rows.map((row) => {
    const values = row.values.map(({ value }) => value);
    const number = publishedFor(published, row) ?? null;
    return { row, values, number, test: compare(values, number, margin, info.scale ?? 1) };
  });
  const pValues = found.flatMap(({ test }) => (test?.estimate.ok ? [tTest(test.estimate.value)] : []));
  const adjusted = holm(pValues).values();
  return found.map(({ row, values, number, test }) => {
    const { n, mean, std } = summarize(values, info.goal);
    const centre = pairedDifference(values);
    return {
      ...{ label: row.label, seedSet: row.seedSet, n, mean, std, published: number },
      interval: centre.ok ? { ok: true, value: interval(centre.value, 1 - level) } : centre,
      against: test === null ? null : judged(test, mean, adjusted),
    };
  });
}

interface Compared {
  readonly target: number;
  readonly margin: number;
  readonly isSample: boolean;
  readonly estimate: Claim<Estimate>;
}

/** Null where no mean was published. */
function compare(
  values: readonly number[],
  published: PublishedValue | null,
  margin: number,
  scale: number,
): Compared | null {
  if (published?.mean === undefined) return null;
  const { mean, std, n } = published;
  const target = mean / scale;
  const own = { target, margin: (margin / 100) * Math.abs(target) };
  const isSample = std !== undefined && n !== undefined && n > 1;
  if (values.length < 2) return { ...own, isSample, estimate: tooFew(values.length, 2) };
  if (!isSample)
    return { ...own, isSample, estimate: pairedDifference(values.map((value) => value - target)) };
  const paper = { n, mean: target, variance: (std / scale) ** 2 };
  return { ...own, isSample, estimate: differenceOfMoments(momentsOf(values), paper) };
}

/** @param adjusted p-values of those rows that have one, in their order */
function judged(
  { target, margin, isSample, estimate }: Compared,
  mean: number | null,
  adjusted: Iterator<number>,
): Against {
  const known = { difference: mean === null ? null : mean - target, margin, isSample };
  if (!estimate.ok) {
    const failure: NoClaim = onlyFailure(estimate.failures);
    return { ...known, test: { ok: false, failures: [failure] }, verdict: 'cannot be told' };
  }
  const difference = Number(adjusted.next().value);
  const equivalence = margin > 0 ? equivalenceTest(estimate.value, margin, level).p : 1;
  const verdict = equivalence <= level ? 'reproduced' : difference <= level ? 'differs' : 'cannot be told';
  return { ...known, test: { ok: true, value: { difference, equivalence } }, verdict };
}
