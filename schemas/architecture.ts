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

/** What an architecture of a space looks like in a file. */
export interface ArchitectureOf {
  readonly 'darts-cnn': CnnGenotype;
  readonly 'darts-rnn': RnnGenotype;
  readonly nasbench101: CellSpecification;
  readonly 'nasbench1shot1-1': CellSpecification;
  readonly 'nasbench1shot1-2': CellSpecification;
  readonly 'nasbench1shot1-3': CellSpecification;
}

export type SpaceName = keyof ArchitectureOf;

/** The content of `architecture.json`. */
export interface ArchitectureFile<S extends SpaceName = SpaceName> {
  readonly space: S;
  /** SHA-256 of the canonical form; equal for architectures that are the same network. */
  readonly id: string;
  readonly genotype: ArchitectureOf[S];
}
