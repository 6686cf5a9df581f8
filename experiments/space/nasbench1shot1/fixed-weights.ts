/**
 * One architecture as weights of the one-shot model. `plain`: 1 for what it uses and 0 for the rest, as random search
 * with weight sharing trains and scores. `normalised`: as the correlation scripts of automl/nasbench-1shot1@cb0f0ec
 * score architectures in models trained by DARTS, GDAS and PC-DARTS, where the edges of a node share a weight of 1,
 * but the 0 and 1 of its operations pass through a softmax: e/(e+2) for the operation used, 1/(e+2) for each of the
 * others.
 */
import type { Bench1Shot1Cell } from './cell.ts';
import type { Bench1Shot1Weights } from './discretise.ts';
import { firstNodeWithChoice, operations, type SpaceNumber } from './layout.ts';

export type FixedWeights = 'plain' | 'normalised';

/** @param cell of the space */
export function fixedWeights(
  space: SpaceNumber,
  { ops, parents }: Bench1Shot1Cell,
  form: FixedWeights,
): Bench1Shot1Weights {
  const first = firstNodeWithChoice(space);
  return {
    mixedOps: ops.map((op) => operations.map((other) => operationWeight(op === other, form))),
    inputs: parents.slice(first - 1, -1).map((set, i) => edgeWeights(set, first + i, form)),
    output: edgeWeights(parents.at(-1) ?? [], ops.length + 1, form),
  };
}

function operationWeight(isUsed: boolean, form: FixedWeights): number {
  if (form === 'plain') return isUsed ? 1 : 0;
  return (isUsed ? Math.E : 1) / (Math.E + operations.length - 1);
}

const edgeWeights = (chosen: readonly number[], candidates: number, form: FixedWeights): readonly number[] =>
  Array.from({ length: candidates }, (_, node) => {
    if (!chosen.includes(node)) return 0;
    return form === 'plain' ? 1 : 1 / chosen.length;
  });
