/**
 * What passes over a text ask of a language model, whatever its cell and its state are. The state goes on from block to
 * block as one tensor; how its columns are used is the model's own affair.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameter } from '../../engine/index.ts';
import type { LanguageModelShape } from '../../space/language-model-shape.ts';
import type { DropoutMasks } from './dropout.ts';
import type { TokenBlock } from './token-block.ts';

export interface LanguageOutput {
  /** [steps * batch, vocabulary], time-major. */
  readonly logits: Tensor;
  /** The hidden state after every step, before dropout, [steps * batch, width]. */
  readonly states: Tensor;
  /** What the next block starts from. */
  readonly hidden: Tensor;
}

interface LanguageModel {
  readonly shape: LanguageModelShape;
  readonly parameters: readonly Parameter[];
  /** Before the first word, all zero. The caller disposes it. */
  initialHidden(batch: number): Tensor;
  dispose(): void;
}

export interface RecurrentModel extends LanguageModel {
  /** Call inside `tidy`. @param hidden a constant: gradients do not flow past the block */
  run(block: TokenBlock, hidden: Tensor, masks?: DropoutMasks): LanguageOutput;
}

/** Weights that many cells share. `C`: what tells one of them. */
export interface CellsModel<C> extends LanguageModel {
  /** As of one model. */
  run(block: TokenBlock, hidden: Tensor, cell: C, masks?: DropoutMasks): LanguageOutput;
}

/** @param cell the one that the next block runs, called inside `tidy` */
export const withCell = <C>(model: CellsModel<C>, cell: () => C): RecurrentModel => ({
  shape: model.shape,
  parameters: model.parameters,
  initialHidden: (batch) => model.initialHidden(batch),
  run: (block, hidden, masks) => model.run(block, hidden, cell(), masks),
  dispose: () => model.dispose(),
});
