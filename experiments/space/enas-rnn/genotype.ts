/** Recurrent cells of any number of nodes: what a value must be to name one, and which are the same network. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Sha256 } from '../../../schemas/ids.ts';
import { nodeActivations } from '../darts-rnn/activations.ts';
import type { RnnNode } from '../darts-rnn/genotype.ts';
import { canonicalCell } from './canonical-cell.ts';

/** Every node but the joined state reaches the output, as in google-research/google-research enas_lm@066e6a1 (src/child.py). */
const everyNode = (nodes: number): readonly number[] => Array.from({ length: nodes }, (_, i) => i + 1);

export const genotypeOf = (recurrent: readonly RnnNode[]): RnnGenotype => ({
  recurrent,
  concat: everyNode(recurrent.length),
});

/** SHA-256 of the cell as a tree, so that the order in which nodes are numbered is no difference. */
export const genotypeId = (genotype: RnnGenotype): Sha256 =>
  canonicalDigest({ space: 'enas-rnn', cell: canonicalCell(genotype) });

/** What keeps a value from being a cell of so many nodes, one message for each place. */
export function genotypeProblems(value: unknown, nodes: number): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['Expected a recurrent genotype object'];
  const { recurrent, concat } = value as Record<string, unknown>;
  if (!Array.isArray(recurrent) || recurrent.length !== nodes) {
    return [`recurrent: expected ${nodes} [activation, predecessor] pairs, one for each node`];
  }
  const averaged = everyNode(nodes);
  const isAveraged =
    Array.isArray(concat) && concat.length === nodes && averaged.every((state, i) => concat[i] === state);
  return [
    ...recurrent.flatMap((node: unknown, i) => nodeProblems(`recurrent[${i}]`, node, i)),
    ...(isAveraged ? [] : [`concat: expected [${averaged.join(', ')}]`]),
  ];
}

function nodeProblems(place: string, node: unknown, index: number): readonly string[] {
  if (!Array.isArray(node) || node.length !== 2) return [`${place}: expected [activation, predecessor]`];
  const [activation, predecessor]: readonly unknown[] = node;
  const isActivation = (nodeActivations as readonly unknown[]).includes(activation);
  const isState =
    typeof predecessor === 'number' &&
    Number.isInteger(predecessor) &&
    predecessor >= 0 &&
    predecessor <= index;
  const expected = `expected an activation of ${nodeActivations.join(', ')}`;
  return [
    ...(isActivation ? [] : [`${place}: ${expected}, got \`${String(activation)}\``]),
    ...(isState ? [] : [`${place}: expected a predecessor in [0, ${index}], got \`${String(predecessor)}\``]),
  ];
}
