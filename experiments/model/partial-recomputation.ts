/**
 * Trades time for memory: what a part of a network computes is not kept for the way back but computed again there.
 * Source: Chen, Xu, Zhang and Guestrin, "Training Deep Nets with Sublinear Memory Cost", arXiv 1604.06174, section 3.
 */
import { customGrad, mul, sum, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { Parameter, valueAndGradients } from '../engine/index.ts';
import { mayNeedGradient } from '../engine/tracking.ts';

/**
 * f(), with nothing kept for its gradient but `inputs`.
 *
 * @param f runs once more on the way back: it must do the same each time, and nothing besides
 * @param inputs every tensor that `f` reads and through which gradients may flow, values of parameters included
 */
export function recomputed(f: () => Tensor, inputs: readonly Tensor[]): Tensor {
  // A tensor given twice would get its whole gradient twice.
  const wanted = [...new Set(inputs)].filter(mayNeedGradient);
  if (wanted.length === 0) return f();
  const run = customGrad((...given) => {
    const save = given.at(-1) as unknown as (tensors: readonly Tensor[]) => void;
    save(inputs);
    return {
      value: tidy(f),
      gradFunc: (dy: Tensor) => {
        // The gradients of a weighted sum with constant weights dy are those that dy asks for.
        const { gradients } = valueAndGradients(() => sum(mul(f(), dy)), wanted.map(asParameter));
        return wanted.map((input, i) => gradients[i] ?? zerosLike(input));
      },
    };
  });
  return run(...wanted);
}

/** The tensor as something to differentiate by. Nothing writes to it. */
const asParameter = (value: Tensor): Parameter =>
  Object.create(Parameter.prototype, { value: { value }, name: { value: 'input' } }) as Parameter;
