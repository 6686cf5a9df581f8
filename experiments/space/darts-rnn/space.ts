/**
 * The DARTS recurrent search space: eight nodes, each reading one earlier state through one activation.
 * Source: Liu et al. 2019, section 3.1.2 and appendix C.3; Li and Talwalkar 2019, section 4.1.
 */
import type { Draws } from '../../rng/draws.ts';
import type { CountedSpace } from '../search-space.ts';
import { nodeActivations, steps } from './activations.ts';
import {
  type RnnGenotype,
  type RnnNode,
  rnnGenotypeId,
  rnnGenotypeOf,
  rnnGenotypeProblems,
} from './genotype.ts';

/** Ways to choose the predecessors of all nodes: 8! = 40,320. */
const predecessorChoices = Array.from({ length: steps }, (_, node) => BigInt(node + 1)).reduce(
  (product, choices) => product * choices,
  1n,
);

/** 4^8 * 8! = 2,642,411,520 cells. */
export const dartsRnn: CountedSpace<RnnGenotype> = {
  name: 'darts-rnn',
  count: BigInt(nodeActivations.length) ** BigInt(steps) * predecessorChoices,
  sample: sampleCell,
  mutate: mutateCell,
  encode: encodeCell,
  decode: decodeCell,
  validate: rnnGenotypeProblems,
  id: rnnGenotypeId,
};

function sampleCell(draws: Draws): RnnGenotype {
  return rnnGenotypeOf(
    Array.from({ length: steps }, (_, node): RnnNode => [draws.pick(nodeActivations), draws.below(node + 1)]),
  );
}

/** Changes either the activation or the predecessor of one node, the node chosen uniformly. */
function mutateCell(genotype: RnnGenotype, draws: Draws): RnnGenotype {
  const at = draws.below(steps);
  const [activation, predecessor] = genotype.recurrent[at] ?? ['none', 0];
  // The first node has only one state to read, so there only the activation can change.
  const changePredecessor = at > 0 && draws.below(2) === 1;
  const node: RnnNode = changePredecessor
    ? [activation, otherThan(predecessor, at + 1, draws)]
    : [draws.pick(nodeActivations.filter((other) => other !== activation)), predecessor];
  return { ...genotype, recurrent: genotype.recurrent.map((old, i) => (i === at ? node : old)) };
}

/** A uniform integer in [0, n) other than `excluded`. */
function otherThan(excluded: number, n: number, draws: Draws): number {
  const drawn = draws.below(n - 1);
  return drawn >= excluded ? drawn + 1 : drawn;
}

/** Two integers for each node: index of the activation among those of a node, predecessor. */
function encodeCell(genotype: RnnGenotype): readonly number[] {
  return genotype.recurrent.flatMap(([activation, predecessor]) => [
    (nodeActivations as readonly string[]).indexOf(activation),
    predecessor,
  ]);
}

function decodeCell(code: readonly number[]): RnnGenotype {
  const genotype = rnnGenotypeOf(
    Array.from({ length: Math.floor(code.length / 2) }, (_, node): RnnNode => {
      return [nodeActivations[code[2 * node] ?? -1] ?? 'unknown', code[2 * node + 1] ?? -1];
    }),
  );
  const problems = rnnGenotypeProblems(genotype);
  if (code.length !== 2 * steps || problems.length > 0) {
    throw new TypeError(
      `Expected ${2 * steps} integers that encode a recurrent genotype: ${problems.join('; ')}`,
    );
  }
  return genotype;
}
