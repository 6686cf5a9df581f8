/** Reading and checking genotypes: what a value must be to name a pair of cells of the space. */
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Sha256 } from '../../../schemas/ids.ts';
import { nodesPerCell, operations } from './operations.ts';

export type CellKind = 'normal' | 'reduce';
export const cellKinds: readonly CellKind[] = ['normal', 'reduce'];

/** Every intermediate node reaches the output. */
const concatenated: readonly number[] = [2, 3, 4, 5];

export type CellEdges = readonly GenotypeEdge[];

export const genotypeOf = (normal: CellEdges, reduce: CellEdges): CnnGenotype => ({
  normal,
  normal_concat: concatenated,
  reduce,
  reduce_concat: concatenated,
});

/** The two edges into each node, node by node. */
export function nodeInputs(cell: CellEdges): readonly (readonly GenotypeEdge[])[] {
  return Array.from({ length: cell.length / 2 }, (_, node) => cell.slice(2 * node, 2 * node + 2));
}

/**
 * SHA-256 of the genotype with the two inputs of every node in order of source, then operation: swapping them does
 * not change the network.
 */
export function genotypeId(genotype: CnnGenotype): Sha256 {
  const canonical = (cell: CellEdges): readonly GenotypeEdge[] => nodeInputs(cell).flatMap(sortedInputs);
  return canonicalDigest({
    space: 'darts-cnn',
    genotype: {
      normal: canonical(genotype.normal),
      normal_concat: genotype.normal_concat,
      reduce: canonical(genotype.reduce),
      reduce_concat: genotype.reduce_concat,
      ...(genotype.extra_batch_norm ? { extra_batch_norm: true } : {}),
    },
  });
}

function sortedInputs(inputs: readonly GenotypeEdge[]): readonly GenotypeEdge[] {
  return [...inputs].sort(([opA, sourceA], [opB, sourceB]) =>
    sourceA !== sourceB ? sourceA - sourceB : opA < opB ? -1 : 1,
  );
}

/** What keeps a value from being a genotype of the space. `allowed` are the operations it may use. */
export function genotypeProblems(value: unknown, allowed: readonly string[] = operations): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['Expected a genotype object'];
  const fields = value as Record<string, unknown>;
  return cellKinds.flatMap((kind) => [
    ...cellProblems(kind, fields[kind], allowed),
    ...concatProblems(`${kind}_concat`, fields[`${kind}_concat`]),
  ]);
}

function cellProblems(kind: CellKind, cell: unknown, allowed: readonly string[]): readonly string[] {
  const length = 2 * nodesPerCell;
  if (!Array.isArray(cell) || cell.length !== length) {
    return [`${kind}: expected ${length} [operation, source] pairs, two for each node`];
  }
  const pairs: readonly unknown[] = cell;
  const problems = pairs.flatMap((pair, i) =>
    edgeProblems(`${kind}[${i}]`, pair, Math.floor(i / 2), allowed),
  );
  if (problems.length > 0) return problems;
  return nodeInputs(pairs as CellEdges).flatMap((inputs, node) =>
    inputs[0]?.[1] === inputs[1]?.[1]
      ? [`${kind}: node ${node + 2} takes source ${inputs[0]?.[1]} twice; its two sources must differ`]
      : [],
  );
}

function edgeProblems(
  place: string,
  pair: unknown,
  node: number,
  allowed: readonly string[],
): readonly string[] {
  if (!Array.isArray(pair) || pair.length !== 2) return [`${place}: expected [operation, source]`];
  const [operation, source]: readonly unknown[] = pair;
  const problems: string[] = [];
  if (typeof operation !== 'string' || !allowed.includes(operation)) {
    problems.push(`${place}: expected an operation of ${allowed.join(', ')}, got \`${String(operation)}\``);
  }
  if (typeof source !== 'number' || !Number.isInteger(source) || source < 0 || source > node + 1) {
    problems.push(`${place}: expected a source in [0, ${node + 1}], got \`${String(source)}\``);
  }
  return problems;
}

function concatProblems(place: string, concat: unknown): readonly string[] {
  const matches =
    Array.isArray(concat) &&
    concat.length === concatenated.length &&
    concatenated.every((node, i) => concat[i] === node);
  return matches ? [] : [`${place}: expected [${concatenated.join(', ')}]`];
}
