/**
 * Language models of one layer, whatever its cell is: the embedding, a first state that joins word and hidden state, and a
 * decoder that shares the embedding.
 */
import { add, mul, slice, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { embedding, matMul } from '../../engine/index.ts';
import type { DropoutMasks } from './dropout.ts';
import { towards } from './gated.ts';
import type { LanguageWeights } from './language-weights.ts';
import type { LanguageOutput } from './recurrent-model.ts';
import { cutRows, stackRows } from './rows.ts';
import { stepsOf, type TokenBlock } from './token-block.ts';

/** @param unroll from embedded words, [steps * batch, width], to the hidden state after each step */
export function runOneLayer(
  weights: LanguageWeights,
  block: TokenBlock,
  masks: DropoutMasks,
  unroll: (embedded: Tensor) => readonly Tensor[],
): LanguageOutput {
  const states = unroll(embedding(weights.embedding.value, tensor1d(block.tokens, 'int32')));
  const all = stackRows(states);
  const decoded = matMul(masks.output ? mul(all, masks.output) : all, weights.embedding.value, {
    transposeB: true,
  });
  const last = states.at(-1);
  if (!last || states.length !== stepsOf(block)) throw new Error('Internal error: a block lost a step');
  return { logits: add(decoded, weights.bias.value), states: all, hidden: last };
}

/**
 * The hidden states after each step.
 *
 * @param inputs [steps * batch, width], time-major
 * @param hidden [batch, width]
 * @param cell from state 0 to the next hidden state
 */
export function unrollCell(
  weights: LanguageWeights,
  inputs: Tensor,
  hidden: Tensor,
  masks: DropoutMasks,
  cell: (joined: Tensor) => Tensor,
): readonly Tensor[] {
  const [batch = 0, width = 0] = hidden.shape;
  const joining = weights.joining.value;
  // The part of state 0 that reads the words needs no recurrence, so one product serves all steps.
  const fromWords = matMul(
    masks.input ? mul(inputs, masks.input) : inputs,
    slice(joining, [0, 0], [width, 2 * width]),
  );
  const fromHidden = slice(joining, [width, 0], [width, 2 * width]);
  const states: Tensor[] = [];
  let state = hidden;
  for (const words of cutRows(fromWords, (inputs.shape[0] ?? 0) / batch)) {
    // The mask of the hidden state does not reach the way around the gate.
    const product = matMul(masks.hidden ? mul(state, masks.hidden) : state, fromHidden);
    state = cell(towards(state, add(words, product), 'tanh'));
    states.push(state);
  }
  return states;
}
