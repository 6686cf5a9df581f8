/**
 * Dropout of recurrent language models: every mask is drawn once for a stretch of text and holds at all its steps.
 * Sources: Gal and Ghahramani 2016 (masks that last); Merity et al. 2018, section 4.3 (whole words).
 */
import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import type { TokenBlock } from './token-block.ts';

/** Probabilities. */
export interface DropoutSettings {
  /** Of the output, the same at every step. */
  readonly dropout: number;
  readonly dropoutHidden: number;
  readonly dropoutInputMask: number;
  /** Of the embedded words, the same at every step. */
  readonly dropoutInput: number;
  /** Of whole words. */
  readonly dropoutEmbedding: number;
}

/** What is multiplied in; kept numbers are scaled up, so that the expectation stays. Undefined drops nothing. */
export interface DropoutMasks {
  /** Of the embedded words, [steps * batch, width]. */
  readonly input?: Tensor;
  /** Of the hidden state and of every state that a node reads, [batch, width]. */
  readonly hidden?: Tensor;
  /** Of the output, [steps * batch, width]. */
  readonly output?: Tensor;
}

/** The caller disposes the masks; call inside `tidy`. */
export function drawMasks(
  settings: DropoutSettings,
  block: TokenBlock,
  shape: { readonly vocabulary: number; readonly width: number },
  key: Key,
): DropoutMasks {
  const { batch } = block;
  const size = batch * shape.width;
  const keptWords = bernoulli(shape.vocabulary, settings.dropoutEmbedding, split(key, 'words'));
  const locked = bernoulli(size, settings.dropoutInput, split(key, 'input'));
  const variational = bernoulli(size, settings.dropoutInputMask, split(key, 'input-mask'));
  const hidden = bernoulli(size, settings.dropoutHidden, split(key, 'hidden'));
  const output = bernoulli(size, settings.dropout, split(key, 'output'));
  const rows = block.tokens.length;
  const dropsInput = keptWords ?? locked ?? variational;
  return {
    ...(dropsInput && {
      input: tensor2d(inputMask(block, shape.width, { keptWords, locked, variational }), [rows, shape.width]),
    }),
    ...(hidden && { hidden: tensor2d(hidden, [batch, shape.width]) }),
    ...(output && { output: tensor2d(repeated(output, rows / batch), [rows, shape.width]) }),
  };
}

interface InputMasks {
  readonly keptWords: Float32Array | undefined;
  readonly locked: Float32Array | undefined;
  readonly variational: Float32Array | undefined;
}

/** The three masks of the input have one product, since nothing comes between them. */
function inputMask({ tokens, batch }: TokenBlock, width: number, masks: InputMasks): Float32Array {
  const mask = new Float32Array(tokens.length * width);
  tokens.forEach((token, row) => {
    const word = masks.keptWords?.[token] ?? 1;
    const from = (row % batch) * width;
    for (let i = 0; i < width; i += 1) {
      const lasting = (masks.locked?.[from + i] ?? 1) * (masks.variational?.[from + i] ?? 1);
      mask[row * width + i] = word * lasting;
    }
  });
  return mask;
}

/** 0 with the given probability, otherwise the inverse of the probability to keep. */
function bernoulli(size: number, probability: number, key: Key): Float32Array | undefined {
  if (probability <= 0) return undefined;
  const keep = 1 - probability;
  const source = draws(key);
  return Float32Array.from({ length: size }, () => (source.uniform() < keep ? 1 / keep : 0));
}

function repeated(values: Float32Array, times: number): Float32Array {
  const all = new Float32Array(values.length * times);
  for (let i = 0; i < times; i += 1) all.set(values, i * values.length);
  return all;
}
