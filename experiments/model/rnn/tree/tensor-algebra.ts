/** The combinations and activations of a recurrent cell on tensors of one shape. */
import {
  add,
  cos,
  customGrad,
  type GradSaveFunc,
  maximum,
  mul,
  sigmoid,
  sin,
  step,
  sub,
  type Tensor,
  tanh,
} from '@tensorflow/tfjs-core';
import { relu } from '../../../engine/index.ts';
import type { Algebra } from '../../../space/nas-rnn/run-cell.ts';
import type { Activation, Combination } from '../../../space/nas-rnn/words.ts';

/** Of equal values the second one has the gradient. */
const larger = (a: Tensor, b: Tensor): Tensor => {
  const forward = (x: Tensor, y: Tensor, save: GradSaveFunc) => {
    save([step(sub(x, y))]);
    const gradFunc = (dy: Tensor, [isFirst]: Tensor[]): Tensor[] => {
      const ofFirst = mul(dy, isFirst as Tensor);
      return [ofFirst, sub(dy, ofFirst)];
    };
    return { value: maximum(x, y), gradFunc };
  };
  return customGrad(forward as Parameters<typeof customGrad>[0])(a, b);
};

const sine = (value: Tensor): Tensor => {
  const forward = (x: Tensor, save: GradSaveFunc) => {
    save([cos(x)]);
    return {
      value: sin(x),
      gradFunc: (dy: Tensor, [slope]: Tensor[]): Tensor[] => [mul(dy, slope as Tensor)],
    };
  };
  return customGrad(forward as Parameters<typeof customGrad>[0])(value);
};

const combinations: Readonly<Record<Combination, (a: Tensor, b: Tensor) => Tensor>> = {
  add: (a, b) => add(a, b),
  elem_mult: (a, b) => mul(a, b),
  max: larger,
};

const activations: Readonly<Record<Activation, (x: Tensor) => Tensor>> = {
  identity: (x) => x,
  tanh: (x) => tanh(x),
  sigmoid: (x) => sigmoid(x),
  relu,
  sin: sine,
};

export const tensorAlgebra: Algebra<Tensor> = {
  combine: (combination, a, b) => combinations[combination](a, b),
  activate: (activation, value) => activations[activation](value),
};
