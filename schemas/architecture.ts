/**
 * Architectures as plain data, the form in which jobs hand them on (`architecture.json`). The genotype follows
 * the official DARTS form: two `[operation, source]` pairs per intermediate node, sources 0 and 1 being the two
 * cell inputs; `concat` lists the nodes whose outputs the cell concatenates.
 */
export type GenotypeEdge = readonly [operation: string, source: number];

export interface CnnGenotype {
  readonly normal: readonly GenotypeEdge[];
  readonly normal_concat: readonly number[];
  readonly reduce: readonly GenotypeEdge[];
  readonly reduce_concat: readonly number[];
  /** An affine normalisation follows every pool and every identity; absent where none does. */
  readonly extra_batch_norm?: true;
}

/** Activation and predecessor of each node of a recurrent cell; `concat` lists the nodes whose mean is the output. */
export interface RnnGenotype {
  readonly recurrent: readonly GenotypeEdge[];
  readonly concat: readonly number[];
}

/** A NAS-Bench-101 cell: upper triangular adjacency matrix, and one operation for each vertex. */
export interface CellSpecification {
  readonly matrix: readonly (readonly number[])[];
  readonly ops: readonly string[];
}

/** Spaces register in the worker; a contract test compares what the schema of manifests lists. */
export type SpaceName = string;

/** The content of `architecture.json`. */
export interface ArchitectureFile {
  readonly space: SpaceName;
  /** SHA-256 of the canonical form; equal for architectures that are the same network. */
  readonly id: string;
  /** As the space reads it. */
  readonly genotype: unknown;
}
