/**
 * A word-level recurrent language model around one cell: embedding, cell, and a decoder that shares the embedding.
 * The cell is a genotype's, or the relaxed one that holds all of them.
 * Source: Liu et al. 2019, section 3.2.2 and appendix A, and quark0/darts@f276dd3 (rnn/model.py, rnn/model_search.py).
 */
import { mul, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { addN, matMul, type Parameter } from '../../engine/index.ts';
import { type Key, split } from '../../rng/key.ts';
import type { RnnGenotype } from '../../space/darts-rnn/genotype.ts';
import type { LanguageModelShape } from '../../space/language-model-shape.ts';
import { batchNorm, type Layer, type Statistics } from '../layers.ts';
import { Weights } from '../weights.ts';
import type { DropoutMasks } from './dropout.ts';
import { towards } from './gated.ts';
import { LanguageWeights } from './language-weights.ts';
import { runOneLayer, unrollCell } from './one-layer.ts';
import type { CellsModel, LanguageOutput } from './recurrent-model.ts';
import { stackRows } from './rows.ts';
import { mixingRows, type RelaxedCell, relaxedStep } from './search-cell.ts';
import type { TokenBlock } from './token-block.ts';

/**
 * How the cell runs. `path`: a genotype, without normalisation. `mixed`: the relaxed cell, with softmaxed weights of
 * [36 edges, 5 activations], through which gradients flow.
 */
export type CellMode =
  | { readonly kind: 'path'; readonly genotype: RnnGenotype }
  | { readonly kind: 'mixed'; readonly edgeWeights: Tensor; readonly statistics: Statistics };

export class LanguageModel implements CellsModel<CellMode> {
  readonly #weights: LanguageWeights;
  readonly #statistics: Weights;
  readonly #normalise: Layer;

  /** @param nodes number of nodes of the cell: 8 in the space, others for cells from elsewhere */
  constructor(shape: LanguageModelShape, nodes: number, key: Key) {
    this.#weights = new LanguageWeights(shape, nodes, key);
    this.#statistics = new Weights(split(key, 'statistics'));
    this.#normalise = batchNorm(this.#statistics, 'rnns.0.bn', shape.width, { affine: false });
  }

  get shape(): LanguageModelShape {
    return this.#weights.shape;
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** The state before the first word, all zero. The caller disposes it. */
  initialHidden(batch: number): Tensor {
    return zeros([batch, this.shape.width]);
  }

  /** Call inside `tidy`. @param hidden [batch, width], a constant: gradients do not flow past the block */
  run(block: TokenBlock, hidden: Tensor, mode: CellMode, masks: DropoutMasks = {}): LanguageOutput {
    return runOneLayer(this.#weights, block, masks, (embedded) => this.unroll(embedded, hidden, mode, masks));
  }

  /**
   * The cell alone: the hidden states after each step.
   * @param inputs [steps * batch, width], time-major
   */
  unroll(inputs: Tensor, hidden: Tensor, mode: CellMode, masks: DropoutMasks = {}): readonly Tensor[] {
    return unrollCell(this.#weights, inputs, hidden, masks, this.#cell(mode, masks.hidden));
  }

  dispose(): void {
    this.#weights.dispose();
    this.#statistics.dispose();
  }

  /** From state 0 to the next hidden state. */
  #cell(mode: CellMode, mask: Tensor | undefined): (joined: Tensor) => Tensor {
    const nodes = this.#weights.nodes.map(({ value }) => value);
    if (mode.kind === 'path') return (joined) => genotypeStep(mode.genotype, nodes, mask, joined);
    const cell: RelaxedCell = {
      nodes,
      mixing: mixingRows(mode.edgeWeights),
      masks: mask && nodes.map((_, node) => stackRows(Array<Tensor>(node + 1).fill(mask))),
      normalise: (state) => this.#normalise(state, mode.statistics),
    };
    return (joined) => relaxedStep(cell, joined);
  }
}

function genotypeStep(
  { recurrent, concat: averaged }: RnnGenotype,
  nodes: readonly Tensor[],
  mask: Tensor | undefined,
  joined: Tensor,
): Tensor {
  const states = [joined];
  recurrent.forEach(([activation, predecessor], node) => {
    const state = states[predecessor];
    const matrix = nodes[node];
    if (!state || !matrix) throw new TypeError(`Expected node ${node} to read a state made before it`);
    const product = matMul(mask ? mul(state, mask) : state, matrix);
    states.push(towards(state, product, activation));
  });
  return mul(addN(averaged.flatMap((state) => states[state] ?? [])), 1 / averaged.length);
}
