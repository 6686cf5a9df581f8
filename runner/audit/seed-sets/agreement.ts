/** Whether seed sets agree on a number: a test of difference, a test of equivalence, and where the spread comes from. */
import type { MetricInfo } from '../../../schemas/metrics.ts';
import { bootstrapInterval } from '../../statistics/bootstrap.ts';
import { type NoClaim, noClaimText } from '../../statistics/claim.ts';
import { hedgesG, probabilityOfImprovement } from '../../statistics/effect-size.ts';
import { equivalenceTest } from '../../statistics/equivalence.ts';
import { holm } from '../../statistics/holm.ts';
import { divisionTest } from '../../statistics/permutation.ts';
import { detectableDifference, seedsNeeded } from '../../statistics/power.ts';
import { mean, variance } from '../../statistics/sum.ts';
import { varianceComponents } from '../../statistics/variance-components.ts';
import { meanDifference } from '../../statistics/welch.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import type { Finding, Verdict } from '../finding.ts';
import { type Cell, type Column, type SetValues, shown } from './columns.ts';

const level = 0.05;

/** @param margin part of the mean, such as 0.05: sets that differ by less agree. */
export function agreementOf(column: Column, cell: Cell, margin: number): Finding {
  const { info, name } = column;
  const sets = cell.sets.filter(({ values }) => values.length > 0);
  const subject = `${cell.variant}, ${name}`;
  const listed = sets.map(
    ({ seedSet, values }) => `${seedSet} ${shown(mean(values), info)} (n = ${values.length})`,
  );
  const means = `means of the sets: ${listed.join(', ')}${info.unit === '' ? '' : ` ${info.unit}`}`;
  const check = 'seed-sets/agreement';
  if (sets.length < 2) {
    return {
      check,
      verdict: 'cannot be told',
      subject,
      evidence: [means || 'no values'],
      advice: 'declare a second seed set: one set cannot be held against another',
    };
  }
  const within = margin * Math.abs(mean(sets.flatMap(({ values }) => values)));
  const pairs = sets.flatMap((one, i) => sets.slice(i + 1).map((other) => ({ one, other })));
  const tested = pairs.map((pair) => compare(pair, within, level / pairs.length));
  const outcome = judgePairs(tested);
  return {
    check,
    verdict: outcome.verdict,
    subject,
    evidence: [
      means,
      ...outcome.evidence(info),
      `margin ${shown(within, info)} (${(100 * margin).toFixed(0)} % of the mean)`,
      intervalText(sets, info),
      ...spreadText(sets),
      ...sizeText(sets, within, info),
    ],
    advice:
      outcome.verdict === 'met'
        ? null
        : outcome.verdict === 'not met'
          ? 'the number depends on the seed set: report the sets apart, and more of them'
          : 'add seeds to each set, or claim no more than the sets show',
  };
}

interface Pair {
  readonly one: SetValues;
  readonly other: SetValues;
}

interface Tested extends Pair {
  /** Of the permutation test; or why there is none. */
  readonly p: number | NoClaim;
  /** Of the test of equivalence; or why there is none. */
  readonly equivalence: number | NoClaim;
}

function compare(pair: Pair, margin: number, atLevel: number): Tested {
  const [a, b] = [pair.one.values, pair.other.values];
  const division = divisionTest(a, b, atLevel);
  const estimate = meanDifference(a, b);
  return {
    ...pair,
    p: division.ok ? division.value.p : onlyFailure(division.failures),
    equivalence: estimate.ok
      ? equivalenceTest(estimate.value, margin, level).p
      : onlyFailure(estimate.failures),
  };
}

interface Outcome {
  readonly verdict: Verdict;
  readonly evidence: (info: MetricInfo) => string[];
}

function judgePairs(tested: readonly Tested[]): Outcome {
  const known = tested.flatMap((one) => (typeof one.p === 'number' ? [{ ...one, p: one.p }] : []));
  // What could not be tested counts in the correction all the same.
  const untested = tested.length - known.length;
  const adjusted = holm([...known.map(({ p }) => p), ...Array.from({ length: untested }, () => 1)]).slice(
    0,
    known.length,
  );
  const differing = known.filter((_, i) => (adjusted[i] ?? 1) <= level);
  if (differing.length > 0) {
    return {
      verdict: 'not met',
      evidence: (info) =>
        differing.map((pair) => differenceText(pair, adjusted[known.indexOf(pair)] ?? 1, info)),
    };
  }
  const largest = tested.reduce(
    (most, { equivalence }) => Math.max(most, typeof equivalence === 'number' ? equivalence : 1),
    0,
  );
  if (largest <= level) {
    return {
      verdict: 'met',
      evidence: () => [
        `equivalent: the largest p of two one-sided tests over ${tested.length} pair(s) is ${largest.toPrecision(3)}`,
      ],
    };
  }
  const few = tested.flatMap(({ p }) => (typeof p === 'number' ? [] : [p]))[0];
  const smallest = Math.min(1, ...adjusted);
  return {
    verdict: 'cannot be told',
    evidence: () => [
      few === undefined
        ? `neither a difference (smallest p by Holm ${smallest.toPrecision(3)}) nor equivalence (largest p ${largest.toPrecision(3)}) is shown over ${tested.length} pair(s)`
        : `no test of ${tested.length} pair(s) can find a difference: ${noClaimText(few)}`,
    ],
  };
}

function differenceText({ one, other }: Pair, p: number, info: MetricInfo): string {
  const effect = hedgesG(one.values, other.values);
  const size = effect.ok ? `, Hedges' g ${effect.value.toFixed(2)}` : '';
  const better = probabilityOfImprovement(one.values, other.values, info.goal);
  return `${one.seedSet} and ${other.seedSet} are not one population: difference ${shown(mean(one.values) - mean(other.values), info)}, p by Holm ${p.toPrecision(3)}${size}, ${one.seedSet} better with probability ${better.toFixed(2)}`;
}

function intervalText(sets: readonly SetValues[], info: MetricInfo): string {
  const interval = bootstrapInterval(
    sets.map(({ values }) => values),
    { replicates: 10_000 },
  );
  if (!interval.ok) return `interval of the mean: ${interval.failures.map(noClaimText).join('; ')}`;
  const { low, high } = interval.value;
  return `95 % interval of the mean, sets resampled within themselves: ${shown(low, info)} to ${shown(high, info)}`;
}

/** Shares of the variance, as far as the sample tells its parts. */
function spreadText(sets: readonly SetValues[]): string[] {
  const parts = varianceComponents(sets.map(({ bySearch }) => bySearch));
  const names = { set: 'seed set', search: 'search', evaluation: 'evaluation seed' } as const;
  const known = (Object.keys(names) as (keyof typeof names)[]).flatMap((key) => {
    const value = parts[key];
    return value === null ? [] : [{ name: names[key], value }];
  });
  const total = known.reduce((sum, { value }) => sum + value, 0);
  if (total === 0) return [];
  const shares = known.map(({ name, value }) => `${name} ${((100 * value) / total).toFixed(0)} %`);
  // With one search behind a set, what the search gives and what the set gives are one.
  const joined =
    parts.search === null ? ['set and search are not told apart: each set evaluates one architecture'] : [];
  return [`variance: ${shares.join(', ')}`, ...joined];
}

/** What sets of this size could see. */
function sizeText(sets: readonly SetValues[], margin: number, info: MetricInfo): string[] {
  const n = Math.min(...sets.map(({ values }) => values.length));
  if (n < 2) return [];
  const std = Math.sqrt(mean(sets.map(({ values }) => variance(values))));
  if (std === 0) return [];
  const design = { kind: 'unpaired', std } as const;
  const needed = margin > 0 ? seedsNeeded(margin, design) : null;
  return [
    `n = ${n} a set sees differences from ${shown(detectableDifference(n, design), info)} on (power 0.8); to see the margin, ${needed === null ? 'more than a million' : needed} seeds a set`,
  ];
}
