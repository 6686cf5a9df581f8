/**
 * From the weights of all operations on all edges to a cell: an edge is as strong as its strongest operation, and each block
 * keeps its two strongest edges. Source: Liu et al. 2019 (Auto-DeepLab), section 4.1, decoding.
 */
import type { BlockInput } from './genotype.ts';
import { decodable, operations } from './operations.ts';

/** Block b has an edge from each of its b + 2 states; edges of earlier blocks come first. 20 of five blocks. */
export const edgeIndex = (block: number, state: number): number => (block * (block + 3)) / 2 + state;

export const edgeCount = (blocks: number): number => edgeIndex(blocks, 0);

/**
 * `none` is no strength of an edge and, as the paper leaves open, no operation of a cell. Of equal operations the earlier of the
 * list is taken, of equal edges that of the smaller state.
 *
 * @param weights softmax or logits, one row of eight for each edge, in the order of `operations`
 * @throws TypeError for another number of rows than so many blocks have edges
 */
export function decodeCell(weights: readonly (readonly number[])[], blocks: number): readonly BlockInput[] {
  if (weights.length !== edgeCount(blocks)) {
    throw new TypeError(`Expected ${edgeCount(blocks)} rows of weights, got ${weights.length}`);
  }
  return Array.from({ length: blocks }, (_, block) =>
    Array.from({ length: block + 2 }, (_, state) => strongest(weights[edgeIndex(block, state)] ?? [], state))
      .sort((a, b) => b.strength - a.strength || a.state - b.state)
      .slice(0, 2)
      .sort((a, b) => a.state - b.state)
      .map(({ operation, state }): BlockInput => [operation, state]),
  ).flat();
}

function strongest(row: readonly number[], state: number) {
  const strengthOf = (operation: (typeof decodable)[number]): number =>
    row[operations.indexOf(operation)] ?? Number.NaN;
  const operation = decodable.reduce((best, other) => (strengthOf(other) > strengthOf(best) ? other : best));
  return { operation, state, strength: strengthOf(operation) };
}
