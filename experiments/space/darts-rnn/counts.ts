/**
 * Parameters and multiply-adds of whole recurrent language models, without building them: pure arithmetic.
 * Source of the layers: Liu et al. 2019, appendix A.3.1, and quark0/darts@f276dd3 (rnn/model.py). The embedding is
 * also the decoder's weight, and the decoder has a bias.
 */

import type { Count } from '../darts-cnn/layer-counts.ts';
import type { LanguageModelShape } from '../language-model-shape.ts';
import { activations, rnnEdges, steps } from './activations.ts';
import type { RnnGenotype } from './genotype.ts';

/** The model of a genotype; multiply-adds are of one token. Activations add no parameters. */
export function countRnn(genotype: RnnGenotype, shape: LanguageModelShape): Count {
  const nodes = genotype.recurrent.length;
  return { parameters: parametersOf(shape, nodes), multiplyAdds: multiplyAddsOf(shape, nodes) };
}

export interface RnnSuperNetCount extends Count {
  /** Numbers that the search of an architecture trains besides the weights. */
  readonly architectureParameters: number;
}

/** The relaxed cell: as many weights as one cell, since a node's edges share theirs, but a product for each edge. */
export const countRnnSuperNet = (shape: LanguageModelShape): RnnSuperNetCount => ({
  parameters: parametersOf(shape, steps),
  multiplyAdds: multiplyAddsOf(shape, rnnEdges.length),
  architectureParameters: rnnEdges.length * activations.length,
});

const parametersOf = ({ vocabulary, width }: LanguageModelShape, nodes: number): number =>
  vocabulary * width + vocabulary + joiningWeights(width) + nodes * nodeWeights(width);

const multiplyAddsOf = ({ vocabulary, width }: LanguageModelShape, products: number): number =>
  joiningWeights(width) + products * nodeWeights(width) + vocabulary * width;

/** Input and hidden state side by side, to a gate and a candidate. */
const joiningWeights = (width: number): number => 2 * width * (2 * width);

/** One state to a gate and a candidate. */
const nodeWeights = (width: number): number => width * (2 * width);
