/**
 * Parameters and multiply-adds of language models of two layers of a cell, without building them: pure arithmetic.
 * Sources: Zoph and Le 2017, sections 3.4 and 4.2; a leaf's two matrices have no bias, as in tensorflow/addons@3380b3c
 * (rnn/nas_cell.py).
 */

import type { LanguageModelShape } from '../language-model-shape.ts';

interface Count {
  readonly parameters: number;
  /** Of one token. */
  readonly multiplyAdds: number;
}

/** Layers of the networks, one above the other, each as wide as the embedding. */
export const layers = 2;

/**
 * @param base leaves of the cell
 * @param shared whether the decoder's weight is the embedding
 */
export function countNasLanguageModel(
  base: number,
  { vocabulary, width }: LanguageModelShape,
  shared: boolean,
): Count {
  const cells = layers * base * 2 * width * width;
  const words = vocabulary * width;
  return {
    parameters: (shared ? words : 2 * words) + vocabulary + cells,
    multiplyAdds: cells + words,
  };
}
