/**
 * One language model that holds all recurrent cells of ENAS: a matrix of its own for every node, the state that it reads
 * and its activation, of which a cell uses one for each node. Embedding and decoder share their weights.
 * Source: Pham et al. 2018, section 2.1, and google-research/google-research enas_lm@066e6a1 (src/child.py); the paper's
 * matrices do not depend on the activation, and the released decoder has no bias.
 */
import { add, mul, slice, type Tensor, tensor1d, zeros } from '@tensorflow/tfjs-core';
import { addN, embedding, matMul, type Parameter } from '../../engine/index.ts';
import type { Key } from '../../rng/key.ts';
import { nodeActivations } from '../../space/darts-rnn/activations.ts';
import type { LanguageModelShape } from '../../space/darts-rnn/counts.ts';
import type { RnnGenotype } from '../../space/darts-rnn/genotype.ts';
import { runCell } from '../../space/enas-rnn/run-cell.ts';
import type { DropoutMasks } from './dropout.ts';
import { towards } from './gated.ts';
import type { CellMode, LanguageOutput } from './language-model.ts';
import { LanguageWeights } from './language-weights.ts';
import type { RecurrentModel } from './recurrent-model.ts';
import { cutRows, stackRows } from './rows.ts';
import type { TokenBlock } from './token-block.ts';

const kinds = nodeActivations.length;

/** Of all cells together. @param nodes of a cell; node n reads one of n + 1 states */
const matrixCount = (nodes: number): number => (kinds * nodes * (nodes + 1)) / 2;

/** Place of a matrix: by node, then by the state that it reads, then by activation. */
export const matrixIndex = (node: number, predecessor: number, activation: string): number =>
  kinds * ((node * (node + 1)) / 2 + predecessor) +
  (nodeActivations as readonly string[]).indexOf(activation);

export class SharedCellsModel implements RecurrentModel {
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

  /** @param mode a path: the cell that runs */
  run(block: TokenBlock, hidden: Tensor, mode: CellMode, masks: DropoutMasks = {}): LanguageOutput {
    if (mode.kind !== 'path') throw new TypeError('Expected one cell, got a mixture');
    const words = this.#weights.embedding.value;
    const embedded = embedding(words, tensor1d(block.tokens, 'int32'));
    const states = this.unroll(embedded, hidden, mode.genotype, masks);
    const all = stackRows(states);
    const decoded = matMul(masks.output ? mul(all, masks.output) : all, words, { transposeB: true });
    const last = states.at(-1) ?? hidden;
    return { logits: add(decoded, this.#weights.bias.value), states: all, hidden: last };
  }

  /**
   * The cell alone: the hidden states after each step.
   * @param inputs [steps * batch, width], time-major
   */
  unroll(inputs: Tensor, hidden: Tensor, genotype: RnnGenotype, masks: DropoutMasks = {}): readonly Tensor[] {
    const [batch = 0, width = 0] = hidden.shape;
    const joining = this.#weights.joining.value;
    // What reads the words needs no recurrence, so one product serves all steps.
    const fromWords = matMul(
      masks.input ? mul(inputs, masks.input) : inputs,
      slice(joining, [0, 0], [width, 2 * width]),
    );
    const fromHidden = slice(joining, [width, 0], [width, 2 * width]);
    const masked = (state: Tensor): Tensor => (masks.hidden ? mul(state, masks.hidden) : state);
    const algebra = {
      node: (state: Tensor, node: number, activation: string, predecessor: number) => {
        const matrix = this.#weights.nodes[matrixIndex(node, predecessor, activation)];
        if (!matrix) throw new TypeError(`Expected a cell of the space, got ${activation} at node ${node}`);
        return towards(state, matMul(masked(state), matrix.value), activation);
      },
      mean: (states: readonly Tensor[]) => mul(addN([...states]), 1 / states.length),
    };
    const states: Tensor[] = [];
    let state = hidden;
    for (const words of cutRows(fromWords, (inputs.shape[0] ?? 0) / batch)) {
      const joined = towards(state, add(words, matMul(masked(state), fromHidden)), 'tanh');
      state = runCell(genotype, joined, algebra);
      states.push(state);
    }
    return states;
  }

  dispose(): void {
    this.#weights.dispose();
  }
}
