/** Recurrent cells as files hold them: what a value must be to name one, and which are the same network. */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Sha256 } from '../../../schemas/ids.ts';
import { canonicalTree } from './canonical-tree.ts';
import type { NasRnnGenotype } from './cell.ts';
import { nodeCount } from './tree.ts';
import type { Words } from './words.ts';

/**
 * SHA-256 of the cell with the two inputs of every node in an order that no swap changes. Leaves have weights of their
 * own, so that which of two equal parts comes first is no difference. Functions that agree by chance, such as a relu of
 * a sigmoid and the sigmoid, stay apart.
 */
export const genotypeId = (genotype: NasRnnGenotype): Sha256 =>
  canonicalDigest({ space: 'nas-rnn', cell: canonicalTree(genotype) });

/** What keeps a value from being a cell of this base, one message for each place. */
export function genotypeProblems(value: unknown, words: Words, base: number): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['Expected a recurrent cell object'];
  const { nodes, inject, cell_indices: indices } = value as Record<string, unknown>;
  const count = nodeCount(base);
  if (!Array.isArray(nodes) || nodes.length !== count) return [`nodes: expected ${count} nodes`];
  return [
    ...nodes.flatMap((node: unknown, i) => jointProblems(`nodes[${i}]`, node, words)),
    ...jointProblems('inject', inject, words),
    ...indexProblems(indices, count),
  ];
}

function jointProblems(place: string, value: unknown, words: Words): readonly string[] {
  if (!Array.isArray(value) || value.length !== 2) return [`${place}: expected [combination, activation]`];
  const [combination, activation]: readonly unknown[] = value;
  const unlike = (word: unknown, what: string, among: readonly string[]): readonly string[] =>
    (among as readonly unknown[]).includes(word)
      ? []
      : [`${place}: expected ${what} of ${among.join(', ')}, got \`${String(word)}\``];
  return [
    ...unlike(combination, 'a combination', words.combinations),
    ...unlike(activation, 'an activation', words.activations),
  ];
}

function indexProblems(value: unknown, count: number): readonly string[] {
  const isIndex = (index: unknown): boolean =>
    typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < count;
  return Array.isArray(value) && value.length === 2 && value.every(isIndex)
    ? []
    : [`cell_indices: expected two nodes in [0, ${count - 1}]`];
}
