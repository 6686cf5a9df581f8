/** Measures a language model on a text it was not trained on. */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { dispose, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { softmaxCrossEntropy } from '../../engine/index.ts';
import type { RecurrentModel } from '../../model/rnn/recurrent-model.ts';
import type { LanguageScore } from './score.ts';
import { blockAt, type SideBySide } from './text-blocks.ts';

export interface LanguageEvaluation {
  readonly model: RecurrentModel;
  readonly text: SideBySide;
  /** Steps of one block; has no effect on the score but by rounding. */
  readonly unroll: number;
  readonly onStep?: (tokens: number) => void;
}

/** Every word once, in order, without dropout; the hidden state starts at zero. */
export async function evaluateLanguage(run: LanguageEvaluation): Promise<LanguageScore> {
  const { model, text, unroll, onStep } = run;
  let hidden = model.initialHidden(text.batch);
  let [tokens, sum] = [0, 0];
  for (let from = 0; from < text.length - 1; from += unroll) {
    const block = blockAt(text, from, unroll);
    const found = tidy(() => {
      const output = model.run(block, hidden);
      return {
        loss: softmaxCrossEntropy(output.logits, tensor1d(block.targets, 'int32')),
        hidden: output.hidden,
      };
    });
    hidden.dispose();
    hidden = found.hidden;
    sum += block.targets.length * ((await found.loss.data())[0] ?? NaN);
    tokens += block.targets.length;
    dispose(found.loss);
    onStep?.(block.targets.length);
    await otherEvents();
  }
  hidden.dispose();
  return { tokens, loss: sum / tokens };
}
