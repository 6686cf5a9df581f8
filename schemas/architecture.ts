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

/** The content of `architecture.json`. */
export interface ArchitectureFile {
  readonly space: 'darts-cnn';
  /** SHA-256 of the canonical form; equal for genotypes that differ only in the order of a node's two inputs. */
  readonly id: string;
  readonly genotype: CnnGenotype;
}
