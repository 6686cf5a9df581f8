/** Average ranks of methods over the seeds that all of them have, and which of them a test tells apart. */
import { type Static, Type } from '@sinclair/typebox';
import { exact } from '../../../../schemas/contract.ts';
import { midranks } from '../../../../schemas/rank-correlation.ts';
import type { Claim } from '../../../statistics/claim.ts';
import { type FriedmanTest, friedmanTest } from '../../../statistics/friedman.ts';
import { bestFirst } from '../../../statistics/goal.ts';
import { mean } from '../../../statistics/sum.ts';
import { countSchema, numberOrNull, text } from '../../data-parts.ts';
import { claimJson, claimSchema } from '../../samples/sample-data.ts';
import type { SampleTable } from '../../samples/sample-table.ts';

export const level = 0.05;

export interface RankTest {
  /** Seeds of which every method has a value. */
  readonly blocks: number;
  /** The best first; without an average where no seed is shared. */
  readonly methods: readonly RankedMethod[];
  readonly test: Claim<FriedmanTest>;
  /** Groups, as large as can be, of methods that are not told apart: places of the first and the last in `methods`. */
  readonly cliques: readonly (readonly [number, number])[];
}

export interface RankedMethod {
  readonly label: string;
  readonly averageRank: number | null;
}

export function rankTest({ rows, measured }: SampleTable): RankTest {
  const sign = bestFirst(measured.info.goal);
  const bySeed = rows.map(
    ({ values }) => new Map(values.map(({ seed, seedSet, value }) => [`${seedSet}\0${seed}`, sign * value])),
  );
  const blocks = [...(bySeed[0]?.keys() ?? [])].flatMap((seed) => {
    const block = bySeed.flatMap((values) => values.get(seed) ?? []);
    return block.length === rows.length ? [block] : [];
  });
  const ranks = blocks.map(midranks);
  const averages = rows.map((_, i) => (ranks.length === 0 ? null : mean(ranks.map((own) => own[i] ?? 0))));
  const methods = rows
    .map(({ label }, i) => ({ label, averageRank: averages[i] ?? null }))
    .sort((a, b) => (a.averageRank ?? 0) - (b.averageRank ?? 0));
  const test = friedmanTest(blocks, level);
  return { blocks: blocks.length, methods, test, cliques: test.ok ? cliquesOf(methods, test.value) : [] };
}

/** Where the test of all methods finds nothing, no two of them are compared. */
function cliquesOf(
  methods: readonly RankedMethod[],
  { p, criticalDifference }: FriedmanTest,
): [number, number][] {
  const places = methods.map(({ averageRank }) => averageRank ?? 0);
  if (p > level) return [[0, places.length - 1]];
  const groups = places.map((rank, first): [number, number] => [
    first,
    places.findLastIndex((other) => other - rank < criticalDifference),
  ]);
  return groups.filter(([first, last], i) => last > first && last > (groups[i - 1]?.[1] ?? -1));
}

export const rankTestSchema = exact({
  blocks: countSchema,
  methods: Type.Array(exact({ label: text, averageRank: numberOrNull })),
  test: claimSchema(exact({ chiSquare: Type.Number(), p: Type.Number(), criticalDifference: Type.Number() })),
  notToldApart: Type.Array(Type.Array(text)),
});

export const rankTestJson = ({
  blocks,
  methods,
  test,
  cliques,
}: RankTest): Static<typeof rankTestSchema> => ({
  blocks,
  methods: [...methods],
  test: claimJson(test.ok ? { ...test, value: withoutRanks(test.value) } : test),
  notToldApart: cliques.map(([first, last]) => methods.slice(first, last + 1).map(({ label }) => label)),
});

const withoutRanks = ({ averageRanks: _, ...test }: FriedmanTest): Omit<FriedmanTest, 'averageRanks'> => test;
