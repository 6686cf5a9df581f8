/** Reading and checking recurrent genotypes: what a value must be to name a cell of the space. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Sha256 } from '../../../schemas/ids.ts';
import { nodeActivations, steps } from './activations.ts';

export type { RnnGenotype };

/** One node: its activation and the state it reads (0 joins input and hidden state, `i` is made by node `i - 1`). */
export type RnnNode = RnnGenotype['recurrent'][number];

/** Every node of a cell of the space reaches the output. */
export const averaged: readonly number[] = Array.from({ length: steps }, (_, node) => node + 1);

export const rnnGenotypeOf = (recurrent: readonly RnnNode[]): RnnGenotype => ({
  recurrent,
  concat: averaged,
});

/**
 * SHA-256 of the genotype. Cells that differ only by the order of their nodes stay apart, as in the published size
 * of the space: shared weights belong to a node's position.
 */
export const rnnGenotypeId = ({ recurrent, concat }: RnnGenotype): Sha256 =>
  canonicalDigest({ space: 'darts-rnn', genotype: { recurrent, concat } });

/** What keeps a value from being a cell of the space, one message for each place. */
export function rnnGenotypeProblems(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['Expected a recurrent genotype object'];
  const { recurrent, concat } = value as Record<string, unknown>;
  return [...nodeListProblems(recurrent), ...concatProblems(concat)];
}

function nodeListProblems(recurrent: unknown): readonly string[] {
  if (!Array.isArray(recurrent) || recurrent.length !== steps) {
    return [`recurrent: expected ${steps} [activation, predecessor] pairs, one for each node`];
  }
  const nodes: readonly unknown[] = recurrent;
  return nodes.flatMap((node, i) => nodeProblems(`recurrent[${i}]`, node, i));
}

function nodeProblems(place: string, node: unknown, index: number): readonly string[] {
  if (!Array.isArray(node) || node.length !== 2) return [`${place}: expected [activation, predecessor]`];
  const [activation, predecessor]: readonly unknown[] = node;
  const problems: string[] = [];
  if (!(nodeActivations as readonly unknown[]).includes(activation)) {
    problems.push(
      `${place}: expected an activation of ${nodeActivations.join(', ')}, got \`${String(activation)}\``,
    );
  }
  if (
    typeof predecessor !== 'number' ||
    !Number.isInteger(predecessor) ||
    predecessor < 0 ||
    predecessor > index
  ) {
    problems.push(`${place}: expected a predecessor in [0, ${index}], got \`${String(predecessor)}\``);
  }
  return problems;
}

function concatProblems(concat: unknown): readonly string[] {
  const matches =
    Array.isArray(concat) &&
    concat.length === averaged.length &&
    averaged.every((state, i) => concat[i] === state);
  return matches ? [] : [`concat: expected [${averaged.join(', ')}]`];
}
