/**
 * One pass of truncated backpropagation through time over a text, shared by training alone and by searches: clipped
 * gradients, a learning rate in proportion to the block's length, slowness of the hidden state.
 * Source: Merity et al. 2018, sections 4 and 5, and quark0/darts@f276dd3 (rnn/train.py).
 */
import { setImmediate as otherEvents } from 'node:timers/promises';
import { add, dispose, keep, mul, slice, sub, sum, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import {
  clipByGlobalNorm,
  type Gradients,
  softmaxCrossEntropy,
  valueAndGradients,
} from '../../engine/index.ts';
import { drawMasks } from '../../model/rnn/dropout.ts';
import type { RecurrentModel } from '../../model/rnn/recurrent-model.ts';
import { stepsOf } from '../../model/rnn/token-block.ts';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import type { LanguageScore } from './score.ts';
import type { LanguageTrainingSettings } from './settings.ts';
import { type BlockLength, blocksOf, type PlacedBlock, type SideBySide } from './text-blocks.ts';

export interface TrainingPass {
  readonly model: RecurrentModel;
  readonly settings: LanguageTrainingSettings;
  readonly text: SideBySide;
  readonly nextLength: BlockLength;
  /** Of this pass alone. */
  readonly key: Key;
  readonly optimizer: { step(gradients: Gradients, learningRate: number): void };
  /** Runs before each step on the weights. */
  readonly beforeStep?: (step: LanguageStep) => Promise<void>;
  readonly onStep?: (tokens: number) => void;
}

export interface LanguageStep extends PlacedBlock {
  /** The state that the block starts from, [batch, width]. */
  readonly hidden: Tensor;
  /** Scaled to the block's length. */
  readonly learningRate: number;
  /** Of this step alone. */
  readonly key: Key;
}

/** The mean over the pass, each block as it was trained on; stops at the first loss that is not a number. */
export async function trainPass(pass: TrainingPass): Promise<LanguageScore> {
  const { model, settings, text, key } = pass;
  let hidden = model.initialHidden(text.batch);
  let [tokens, total, number] = [0, 0, 0];
  for (const placed of blocksOf(text, pass.nextLength, draws(split(key, 'lengths')))) {
    const step: LanguageStep = {
      ...placed,
      hidden,
      learningRate: (settings.learningRate * placed.drawnLength) / settings.unroll,
      key: split(key, 'step', number),
    };
    await pass.beforeStep?.(step);
    const found = trainStep(pass, step);
    const loss = (await found.loss.data())[0] ?? NaN;
    dispose([found.loss, hidden]);
    hidden = found.hidden;
    total += placed.block.targets.length * loss;
    tokens += placed.block.targets.length;
    number += 1;
    pass.onStep?.(placed.block.targets.length);
    if (!Number.isFinite(total)) break;
    // A worker must notice between steps that its runner is gone.
    await otherEvents();
  }
  hidden.dispose();
  return { tokens, loss: total / tokens };
}

/** The loss before regularisation and the state after the block, which the caller disposes. */
function trainStep(
  { model, settings, optimizer }: TrainingPass,
  { block, hidden, learningRate, key }: LanguageStep,
): { readonly loss: Tensor; readonly hidden: Tensor } {
  return tidy(() => {
    const masks = drawMasks(settings, block, model.shape, split(key, 'dropout'));
    const targets = tensor1d(block.targets, 'int32');
    let found: { loss: Tensor; hidden: Tensor } | undefined;
    const { gradients } = valueAndGradients(() => {
      const output = model.run(block, hidden, masks);
      const loss = softmaxCrossEntropy(output.logits, targets);
      found = { loss: keep(loss), hidden: keep(output.hidden) };
      return settings.slowness > 0 && stepsOf(block) > 1
        ? add(loss, slownessOf(output.states, block.batch, settings.slowness))
        : loss;
    }, model.parameters);
    clipByGlobalNorm(gradients, settings.gradientClip);
    optimizer.step(gradients, learningRate);
    if (!found) throw new Error('Internal error: the forward pass did not run');
    return found;
  });
}

/** `weight` times the mean squared difference of consecutive states. @param states [steps * batch, width] */
export function slownessOf(states: Tensor, batch: number, weight: number): Tensor {
  const [rows = 0, width = 0] = states.shape;
  const after = slice(states, [batch, 0], [rows - batch, width]);
  const difference = sub(after, slice(states, [0, 0], [rows - batch, width]));
  return mul(sum(mul(difference, difference)), weight / difference.size);
}
