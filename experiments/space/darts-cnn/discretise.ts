/**
 * From architecture weights to a genotype, by the rule of the released DARTS code (Liu et al. 2019, section 2.4).
 * For every node: rank the incoming edges by their largest weight over the operations other than `none`, keep the
 * two strongest (strongest first, lower source first among equals), and on each the strongest such operation
 * (first in the official order among equals).
 */
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import { type CellEdges, genotypeOf } from './genotype.ts';
import { edgeIndex, nodesPerCell, operations } from './operations.ts';

/** Rows are edges in the order of `edges`, columns operations; each row softmaxed, so that edges can be compared. */
export type EdgeWeights = readonly (readonly number[])[];

export const discretise = (normal: EdgeWeights, reduce: EdgeWeights): CnnGenotype =>
  genotypeOf(strongestEdges(normal), strongestEdges(reduce));

function strongestEdges(weights: EdgeWeights): CellEdges {
  return Array.from({ length: nodesPerCell }, (_, node) =>
    Array.from({ length: node + 2 }, (_, source) => strongest(weights[edgeIndex(node, source)] ?? [], source))
      // Array.prototype.sort is stable: equal strengths keep the lower source first.
      .sort((a, b) => b.strength - a.strength)
      .slice(0, 2)
      .map(({ edge }) => edge),
  ).flat();
}

function strongest(
  row: readonly number[],
  source: number,
): { readonly strength: number; readonly edge: GenotypeEdge } {
  let best = 1;
  for (let i = 2; i < operations.length; i += 1) if ((row[i] ?? 0) > (row[best] ?? 0)) best = i;
  return { strength: row[best] ?? 0, edge: [operations[best] ?? 'none', source] };
}
