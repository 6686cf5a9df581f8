/**
 * The candidate connections of a node and their numbering: source by source, and for each source the seven operations
 * other than `none`. Source: iboing/ISTA-NAS@226e49f.
 */
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import { type CellEdges, genotypeOf } from '../../space/darts-cnn/genotype.ts';
import { nodesPerCell, type Operation, operations } from '../../space/darts-cnn/operations.ts';

/**
 * `search`: normalisations have no scale and shift, pools are followed by one. `target`: all have both, and identities are
 * followed by one, too; this is the network that is kept in the end.
 */
export type NetworkRole = 'search' | 'target';

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

/**
 * A node may take the same source twice, with two operations.
 *
 * @param role that of the network it was found in: the target is evaluated with its normalisations
 */
export function genotypeOfSupport(
  normal: CellSupport,
  reduce: CellSupport,
  role: NetworkRole = 'search',
): CnnGenotype {
  const cell = (support: CellSupport): CellEdges => support.slice(0, nodesPerCell).flat().map(edgeOf);
  const genotype = genotypeOf(cell(normal), cell(reduce));
  return role === 'target' ? { ...genotype, extra_batch_norm: true } : genotype;
}
