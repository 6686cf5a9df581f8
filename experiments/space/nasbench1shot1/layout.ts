/**
 * The three spaces of NAS-Bench-1Shot1: cells of choice blocks, each with a fixed number of parents among the nodes
 * before it (0 is the cell input), nine edges in all. Every choice is a NAS-Bench-101 cell.
 * Source: Zela, Siems, Hutter, "NAS-Bench-1Shot1", ICLR 2020, section 3.1 and table 1.
 */

export type SpaceNumber = 1 | 2 | 3;

/** Of the names `nasbench1shot1-1`, `-2` and `-3`; undefined for any other. */
export function spaceNumberOf(name: string): SpaceNumber | undefined {
  const numbers: readonly SpaceNumber[] = [1, 2, 3];
  return numbers.find((number) => name === `nasbench1shot1-${number}`);
}

/** In the order of the one-shot model's architecture weights, which differs from NAS-Bench-101's. */
export const operations = ['maxpool3x3', 'conv3x3-bn-relu', 'conv1x1-bn-relu'] as const;

/** Number of parents of node 1, node 2, ..., and last of the output. */
const parentCounts: Readonly<Record<SpaceNumber, readonly number[]>> = {
  1: [1, 2, 2, 2, 2],
  2: [1, 1, 2, 2, 3],
  3: [1, 1, 1, 2, 2, 2],
};

export const parentCountsOf = (space: SpaceNumber): readonly number[] => parentCounts[space];

/** Choice blocks: 4, 4 and 5. */
export const blockCount = (space: SpaceNumber): number => parentCounts[space].length - 1;

/** Nodes before this one take all earlier nodes: node 1 always, in space 1 also node 2. */
export const firstNodeWithChoice = (space: SpaceNumber): number => (space === 1 ? 3 : 2);

/** The parent sets that `node` can have, 1 being the first block and `blockCount + 1` the output: in lexicographic order. */
export const parentSets = (space: SpaceNumber, node: number): readonly (readonly number[])[] =>
  subsets(
    Array.from({ length: node }, (_, parent) => parent),
    parentCounts[space][node - 1] ?? 0,
  );

function subsets(items: readonly number[], size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return items.flatMap((first, i) => subsets(items.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}
