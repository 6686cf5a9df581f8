/**
 * What passes over a text ask of a language model, whatever its cell and its state are. The state goes on from block to
 * block as one tensor; how its columns are used is the model's own affair.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameter } from '../../engine/index.ts';
import type { LanguageModelShape } from '../../space/darts-rnn/counts.ts';
import type { DropoutMasks } from './dropout.ts';
import type { CellMode, LanguageModel, LanguageOutput } from './language-model.ts';
import type { TokenBlock } from './token-block.ts';

export interface RecurrentModel {
  readonly shape: LanguageModelShape;
  readonly parameters: readonly Parameter[];
  /** Before the first word, all zero. The caller disposes it. */
  initialHidden(batch: number): Tensor;
  /** Call inside `tidy`. @param hidden a constant: gradients do not flow past the block */
  run(block: TokenBlock, hidden: Tensor, mode: CellMode, masks?: DropoutMasks): LanguageOutput;
  dispose(): void;
}

/**
 * For the passes of the task, which name the class of DARTS's models: they call what is above and nothing else, and a
 * class with private fields has no other members of its type.
 */
export const asLanguageModel = (model: RecurrentModel): LanguageModel => model as unknown as LanguageModel;
