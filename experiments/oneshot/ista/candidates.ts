/**
 * The candidate connections of a node and their numbering: source by source, and for each source the seven operations
 * other than `none`. Source: iboing/ISTA-NAS@226e49f.
 */
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import { type CellEdges, genotypeOf } from '../../space/darts-cnn/genotype.ts';
import { nodesPerCell, type Operation, operations } from '../../space/darts-cnn/operations.ts';

export const candidateOperations: readonly Operation[] = operations.filter((name) => name !== 'none');

/** Candidates of a node (0-based): 14, 21, 28, 35. */
export const candidateCount = (node: number): number => candidateOperations.length * (node + 2);

/** @param candidate position among the candidates of a node */
export const sourceOf = (candidate: number): number => Math.floor(candidate / candidateOperations.length);

/** Position in `candidateOperations`. */
export const operationOf = (candidate: number): number => candidate % candidateOperations.length;

export const edgeOf = (candidate: number): GenotypeEdge => [
  candidateOperations[operationOf(candidate)] ?? 'none',
  sourceOf(candidate),
];

/** The candidates kept for each of the four nodes of a cell. */
export type CellSupport = readonly (readonly number[])[];

/** A node may take the same source twice, with two operations. */
export function genotypeOfSupport(normal: CellSupport, reduce: CellSupport): CnnGenotype {
  const cell = (support: CellSupport): CellEdges => support.slice(0, nodesPerCell).flat().map(edgeOf);
  return genotypeOf(cell(normal), cell(reduce));
}
