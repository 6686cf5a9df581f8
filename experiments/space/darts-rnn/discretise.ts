/**
 * From architecture weights to a recurrent genotype, by the rule of quark0/darts@f276dd3 (rnn/model_search.py;
 * Liu et al. 2019, section 2.4). Every node reads the state whose edge has the largest weight over the activations
 * other than `none` (the lower state among equals), through the strongest such activation (the first in the official
 * order among equals).
 */
import { activations, rnnEdgeIndex, steps } from './activations.ts';
import { type RnnGenotype, type RnnNode, rnnGenotypeOf } from './genotype.ts';

/** @param weights rows are edges in the order of `rnnEdges`, columns activations; each row softmaxed */
export const discretiseRnn = (weights: readonly (readonly number[])[]): RnnGenotype =>
  rnnGenotypeOf(Array.from({ length: steps }, (_, node) => strongestNode(weights, node)));

function strongestNode(weights: readonly (readonly number[])[], node: number): RnnNode {
  let best = { strength: Number.NEGATIVE_INFINITY, choice: ['none', 0] as RnnNode };
  for (let source = 0; source <= node; source += 1) {
    const row = weights[rnnEdgeIndex(node, source)] ?? [];
    const index = strongestActivation(row);
    const strength = row[index] ?? 0;
    if (strength > best.strength) best = { strength, choice: [activations[index] ?? 'none', source] };
  }
  return best.choice;
}

function strongestActivation(row: readonly number[]): number {
  let best = 1;
  for (let i = 2; i < activations.length; i += 1) if ((row[i] ?? 0) > (row[best] ?? 0)) best = i;
  return best;
}
