/**
 * One language model that holds all recurrent cells of ENAS: a matrix of its own for every node, the state that it reads
 * and its activation, of which a cell uses one for each node. Embedding and decoder share their weights.
 * Source: Pham et al. 2018, section 2.1, and google-research/google-research enas_lm@066e6a1 (src/child.py); the paper's
 * matrices do not depend on the activation, and the released decoder has no bias.
 */
import { mul, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { addN, matMul, type Parameter } from '../../engine/index.ts';
import type { Key } from '../../rng/key.ts';
import { nodeActivations } from '../../space/darts-rnn/activations.ts';
import type { RnnGenotype } from '../../space/darts-rnn/genotype.ts';
import { runCell } from '../../space/enas-rnn/run-cell.ts';
import type { LanguageModelShape } from '../../space/language-model-shape.ts';
import type { DropoutMasks } from './dropout.ts';
import { towards } from './gated.ts';
import { LanguageWeights } from './language-weights.ts';
import { runOneLayer, unrollCell } from './one-layer.ts';
import type { CellsModel, LanguageOutput } from './recurrent-model.ts';
import type { TokenBlock } from './token-block.ts';

const kinds = nodeActivations.length;

/** Of all cells together. @param nodes of a cell; node n reads one of n + 1 states */
const matrixCount = (nodes: number): number => (kinds * nodes * (nodes + 1)) / 2;

/** Place of a matrix: by node, then by the state that it reads, then by activation. */
export const matrixIndex = (node: number, predecessor: number, activation: string): number =>
  kinds * ((node * (node + 1)) / 2 + predecessor) +
  (nodeActivations as readonly string[]).indexOf(activation);

export class SharedCellsModel implements CellsModel<RnnGenotype> {
  readonly #weights: LanguageWeights;

  /** @param nodes of every cell */
  constructor(shape: LanguageModelShape, nodes: number, key: Key) {
    this.#weights = new LanguageWeights(shape, matrixCount(nodes), key);
  }

  get shape(): LanguageModelShape {
    return this.#weights.shape;
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  initialHidden(batch: number): Tensor {
    return zeros([batch, this.shape.width]);
  }

  run(block: TokenBlock, hidden: Tensor, cell: RnnGenotype, masks: DropoutMasks = {}): LanguageOutput {
    return runOneLayer(this.#weights, block, masks, (embedded) => this.unroll(embedded, hidden, cell, masks));
  }

  /**
   * The cell alone: the hidden states after each step.
   * @param inputs [steps * batch, width], time-major
   */
  unroll(inputs: Tensor, hidden: Tensor, cell: RnnGenotype, masks: DropoutMasks = {}): readonly Tensor[] {
    const algebra = {
      node: (state: Tensor, node: number, activation: string, predecessor: number) => {
        const matrix = this.#weights.nodes[matrixIndex(node, predecessor, activation)];
        if (!matrix) throw new TypeError(`Expected a cell of the space, got ${activation} at node ${node}`);
        const masked = masks.hidden ? mul(state, masks.hidden) : state;
        return towards(state, matMul(masked, matrix.value), activation);
      },
      mean: (states: readonly Tensor[]) => mul(addN([...states]), 1 / states.length),
    };
    return unrollCell(this.#weights, inputs, hidden, masks, (joined) => runCell(cell, joined, algebra));
  }

  dispose(): void {
    this.#weights.dispose();
  }
}
