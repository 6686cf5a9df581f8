/**
 * From architecture weights to a genotype: the rules of the official codes.
 * Ranking edges (DARTS, Liu et al. 2019, section 2.4; SNAS, Xie et al. 2019): for every node rank the incoming edges by
 * their largest weight, keep the two strongest (strongest first, lower source first among equals), and on each the
 * strongest operation (first in the official order among equals).
 * Ranking pairs (GDAS, Dong and Yang 2019): keep the two strongest pairs of source and operation.
 */
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import { type CellEdges, genotypeOf } from './genotype.ts';
import { edgeIndex, nodesPerCell, operations } from './operations.ts';
import type { NoneOperation } from './space.ts';

/** Rows are edges in the order of `edges`, columns operations; each row softmaxed, so that edges can be compared. */
export type EdgeWeights = readonly (readonly number[])[];

/** Two different sources for every node. @param none whether `none` can be kept: not in DARTS, but in SNAS */
export const discretise = (
  normal: EdgeWeights,
  reduce: EdgeWeights,
  none: NoneOperation = 'without-none',
): CnnGenotype => genotypeOf(strongestEdges(normal, none), strongestEdges(reduce, none));

/** Never `none`; a node may take the same source twice, through two operations. */
export const discretisePairs = (normal: EdgeWeights, reduce: EdgeWeights): CnnGenotype =>
  genotypeOf(strongestPairs(normal), strongestPairs(reduce));

interface Candidate {
  readonly strength: number;
  readonly edge: GenotypeEdge;
}

const strongestEdges = (weights: EdgeWeights, none: NoneOperation): CellEdges =>
  twoForEachNode(weights, (row, source) => {
    // Array.prototype.sort is stable: equal strengths keep the first operation first, and the lower source below.
    const [best] = candidates(row, source, none).sort(byStrength);
    return best ? [best] : [];
  });

const strongestPairs = (weights: EdgeWeights): CellEdges =>
  twoForEachNode(weights, (row, source) => candidates(row, source, 'without-none'));

function twoForEachNode(
  weights: EdgeWeights,
  choose: (row: readonly number[], source: number) => readonly Candidate[],
): CellEdges {
  return Array.from({ length: nodesPerCell }, (_, node) =>
    Array.from({ length: node + 2 }, (_, source) => choose(weights[edgeIndex(node, source)] ?? [], source))
      .flat()
      .sort(byStrength)
      .slice(0, 2)
      .map(({ edge }) => edge),
  ).flat();
}

/** One for each operation, in the official order. */
const candidates = (row: readonly number[], source: number, none: NoneOperation): Candidate[] =>
  operations
    .map((operation, o): Candidate => ({ strength: row[o] ?? 0, edge: [operation, source] }))
    .slice(none === 'with-none' ? 0 : 1);

const byStrength = (a: Candidate, b: Candidate): number => b.strength - a.strength;
