/**
 * A word-level language model of layers of one tree cell, one above the other.
 * Source: Zoph and Le 2017, sections 3.4 and 4.2. The paper drops out as Gal and Ghahramani 2016 do; which masks are one is
 * left open there: both layers' hidden states share a mask, and so do what goes from layer to layer and the output.
 */
import { add, mul, type Tensor, tensor1d, zeros } from '@tensorflow/tfjs-core';
import { concatChannels, embedding, matMul, type Parameter, splitChannels } from '../../../engine/index.ts';
import type { Key } from '../../../rng/key.ts';
import type { LanguageModelShape } from '../../../space/language-model-shape.ts';
import { baseOfGenotype, type NasRnnGenotype } from '../../../space/nas-rnn/cell.ts';
import { runCell } from '../../../space/nas-rnn/run-cell.ts';
import type { DropoutMasks } from '../dropout.ts';
import type { LanguageOutput, RecurrentModel } from '../recurrent-model.ts';
import { cutRows, stackRows } from '../rows.ts';
import type { TokenBlock } from '../token-block.ts';
import { tensorAlgebra } from './tensor-algebra.ts';
import { type LayerWeights, TreeWeights } from './tree-weights.ts';

interface LayerRun {
  /** Hidden states after each step, [batch, width] each. */
  readonly states: readonly Tensor[];
  /** After the last step, [batch, width]. */
  readonly memory: Tensor;
}

export class TreeLanguageModel implements RecurrentModel {
  readonly shape: LanguageModelShape;
  readonly #cell: NasRnnGenotype;
  readonly #weights: TreeWeights;

  constructor(cell: NasRnnGenotype, shape: LanguageModelShape, layers: number, key: Key) {
    this.shape = shape;
    this.#cell = cell;
    this.#weights = new TreeWeights(shape, baseOfGenotype(cell), layers, key);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** [batch, 2 * layers * width]: hidden state and memory of each layer. */
  initialHidden(batch: number): Tensor {
    return zeros([batch, 2 * this.#weights.layers.length * this.shape.width]);
  }

  run(block: TokenBlock, hidden: Tensor, masks: DropoutMasks = {}): LanguageOutput {
    const { embedding: words, layers, bias } = this.#weights;
    const before = splitChannels(hidden, Array<number>(2 * layers.length).fill(this.shape.width));
    const after: Tensor[] = [];
    let values = embedding(words.value, tensor1d(block.tokens, 'int32'));
    layers.forEach((_, layer) => {
      const mask = layer === 0 ? masks.input : masks.output;
      const state = [before[2 * layer] as Tensor, before[2 * layer + 1] as Tensor] as const;
      const { states, memory } = this.unroll(layer, mask ? mul(values, mask) : values, state, masks.hidden);
      values = stackRows(states);
      after.push(states.at(-1) as Tensor, memory);
    });
    const output = masks.output ? mul(values, masks.output) : values;
    const logits = add(matMul(output, words.value, { transposeB: true }), bias.value);
    return { logits, states: values, hidden: concatChannels(after) };
  }

  /**
   * One layer alone.
   * @param inputs [steps * batch, width], time-major
   * @param state hidden state and memory, [batch, width] each
   * @param mask of the hidden state, [batch, width]
   */
  unroll(
    layer: number,
    inputs: Tensor,
    [hidden, memory]: readonly [Tensor, Tensor],
    mask?: Tensor,
  ): LayerRun {
    const weights = this.#weights.layers[layer] as LayerWeights;
    // What reads the input needs no recurrence, so one product serves all steps.
    const steps = (inputs.shape[0] ?? 0) / (hidden.shape[0] ?? 1);
    const fromInputs = cutRows(matMul(inputs, weights.input.value), steps);
    const states: Tensor[] = [];
    let state = { hidden, memory };
    for (const fromInput of fromInputs) {
      const fromHidden = matMul(mask ? mul(state.hidden, mask) : state.hidden, weights.hidden.value);
      state = runCell(this.#cell, this.#leaves(fromInput, fromHidden), state.memory, tensorAlgebra);
      states.push(state.hidden);
    }
    return { states, memory: state.memory };
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  /** @param products [batch, base * width] of the input and of the hidden state */
  #leaves(...products: readonly [Tensor, Tensor]): readonly (readonly [Tensor, Tensor])[] {
    const widths = Array<number>(baseOfGenotype(this.#cell)).fill(this.shape.width);
    const [inputs, states] = products.map((product) => splitChannels(product, widths)) as [
      Tensor[],
      Tensor[],
    ];
    return inputs.map((input, leaf) => [input, states[leaf] as Tensor]);
  }
}
