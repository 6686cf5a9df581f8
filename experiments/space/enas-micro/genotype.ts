/** Pairs of micro cells: what a value must be to name one, and which are the same network. */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Sha256 } from '../../../schemas/ids.ts';
import { type Cell, canonicalForm } from './cell.ts';
import { isOperation, operations } from './operations.ts';

export type CellKind = 'normal' | 'reduce';
export const cellKinds: readonly CellKind[] = ['normal', 'reduce'];

export type MicroGenotype = Readonly<Record<CellKind, Cell>>;

/** SHA-256 of the cells with their nodes, and the two inputs of each, in an order that no renumbering changes. */
export function genotypeId({ normal, reduce }: MicroGenotype): Sha256 {
  const genotype = { normal: canonicalForm(normal), reduce: canonicalForm(reduce) };
  return canonicalDigest({ space: 'enas-micro', genotype });
}

/** What keeps a value from being a genotype of the space whose cells have this many nodes besides their inputs. */
export function genotypeProblems(value: unknown, nodes: number): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['Expected a genotype object'];
  const fields = value as Record<string, unknown>;
  return cellKinds.flatMap((kind) => {
    const cell = fields[kind];
    if (!Array.isArray(cell) || cell.length !== nodes) return [`${kind}: expected ${nodes} nodes`];
    return cell.flatMap((node: unknown, i) => nodeProblems(`${kind}[${i}]`, node, i));
  });
}

function nodeProblems(place: string, node: unknown, index: number): readonly string[] {
  if (!Array.isArray(node) || node.length !== 2) return [`${place}: expected two [operation, node] pairs`];
  return node.flatMap((input: unknown, i) => inputProblems(`${place}[${i}]`, input, index));
}

function inputProblems(place: string, input: unknown, index: number): readonly string[] {
  if (!Array.isArray(input) || input.length !== 2) return [`${place}: expected [operation, node]`];
  const [operation, from]: readonly unknown[] = input;
  const isNode = typeof from === 'number' && Number.isInteger(from) && from >= 0 && from < index + 2;
  return [
    ...(isOperation(operation)
      ? []
      : [`${place}: expected an operation of ${operations.join(', ')}, got \`${String(operation)}\``]),
    ...(isNode ? [] : [`${place}: expected a node in [0, ${index + 1}], got \`${String(from)}\``]),
  ];
}
