/**
 * The trainable numbers of a recurrent language model, in the official order and under the official names. The
 * embedding is the decoder's weight too.
 * Source: Liu et al. 2019, appendix A.3.1, and quark0/darts@f276dd3 (rnn/model.py).
 */
import { Parameter } from '../../engine/index.ts';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import type { LanguageModelShape } from '../../space/language-model-shape.ts';

/** Weights start uniform within this bound; the decoder's bias at 0. */
const initialRange = 0.04;

export class LanguageWeights {
  /** [vocabulary, width], also the decoder's weight. */
  readonly embedding: Parameter;
  /** [2 width, 2 width]: embedded word and hidden state to gate and candidate of state 0. */
  readonly joining: Parameter;
  /** [width, 2 width] each: a state to gate and candidate of a node. */
  readonly nodes: readonly Parameter[];
  /** [vocabulary]. */
  readonly bias: Parameter;
  readonly shape: LanguageModelShape;

  /** @param nodes number of nodes of the cell */
  constructor(shape: LanguageModelShape, nodes: number, key: Key) {
    const { vocabulary, width } = shape;
    const uniform = (name: string, rows: number, columns: number): Parameter => {
      const source = draws(split(key, name));
      const value = (): number => initialRange * (2 * source.uniform() - 1);
      return new Parameter(name, [rows, columns], Float32Array.from({ length: rows * columns }, value));
    };
    this.shape = shape;
    this.embedding = uniform('encoder.weight', vocabulary, width);
    this.joining = uniform('rnns.0._W0', 2 * width, 2 * width);
    this.nodes = Array.from({ length: nodes }, (_, node) => uniform(`rnns.0._Ws.${node}`, width, 2 * width));
    this.bias = new Parameter('decoder.bias', [vocabulary]);
  }

  get parameters(): readonly Parameter[] {
    return [this.embedding, this.joining, ...this.nodes, this.bias];
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
