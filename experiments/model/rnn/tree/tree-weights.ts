/**
 * The trainable numbers of a language model of tree cells. The embedding is the decoder's weight too, which has a bias.
 * A leaf has one matrix for the input and one for the hidden state, side by side with those of the other leaves. Weights
 * start uniform within 1 / sqrt(width), the bias at 0; Zoph and Le 2017 choose the bound by a search that they do not tell.
 */
import { Parameter } from '../../../engine/index.ts';
import { draws } from '../../../rng/draws.ts';
import { type Key, split } from '../../../rng/key.ts';
import type { LanguageModelShape } from '../../../space/language-model-shape.ts';

export interface LayerWeights {
  /** [width, base * width]: of the input, by leaf. */
  readonly input: Parameter;
  /** [width, base * width]: of the hidden state, by leaf. */
  readonly hidden: Parameter;
}

export class TreeWeights {
  /** [vocabulary, width]. */
  readonly embedding: Parameter;
  readonly layers: readonly LayerWeights[];
  /** [vocabulary]. */
  readonly bias: Parameter;

  constructor({ vocabulary, width }: LanguageModelShape, base: number, layers: number, key: Key) {
    const bound = 1 / Math.sqrt(width);
    const uniform = (name: string, rows: number, columns: number): Parameter => {
      const source = draws(split(key, name));
      const value = (): number => bound * (2 * source.uniform() - 1);
      return new Parameter(name, [rows, columns], Float32Array.from({ length: rows * columns }, value));
    };
    this.embedding = uniform('embedding', vocabulary, width);
    this.layers = Array.from({ length: layers }, (_, layer) => ({
      input: uniform(`layers.${layer}.input`, width, base * width),
      hidden: uniform(`layers.${layer}.hidden`, width, base * width),
    }));
    this.bias = new Parameter('decoder.bias', [vocabulary]);
  }

  get parameters(): readonly Parameter[] {
    return [this.embedding, ...this.layers.flatMap(({ input, hidden }) => [input, hidden]), this.bias];
  }
}
