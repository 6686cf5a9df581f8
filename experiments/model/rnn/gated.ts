/**
 * What every state of a recurrent cell is made with: an activation, and a gate between it and an earlier state. Both
 * forms bring a gradient of their own: a step through time is many small ops, whose number is what it costs.
 */
import {
  add,
  addN,
  customGrad,
  type GradSaveFunc,
  mul,
  sigmoid,
  step,
  sub,
  type Tensor,
  tanh,
} from '@tensorflow/tfjs-core';
import { concatChannels, relu, splitChannels } from '../../engine/index.ts';
import { cutRows, stackRows } from './rows.ts';

interface Activation {
  readonly of: (x: Tensor) => Tensor;
  /** dy times the derivative at x, given y = of(x). */
  readonly back: (dy: Tensor, x: Tensor, y: Tensor) => Tensor;
}

const tanhActivation: Activation = {
  of: (x) => tanh(x),
  back: (dy, _x, y) => sub(dy, mul(mul(dy, y), y)),
};
const reluActivation: Activation = { of: relu, back: (dy, x) => mul(dy, step(x)) };
const sigmoidActivation: Activation = {
  of: (x) => sigmoid(x),
  back: (dy, _x, y) => {
    const scaled = mul(dy, y);
    return sub(scaled, mul(scaled, y));
  },
};
const identityActivation: Activation = { of: (x) => x, back: (dy) => dy };

const byName = new Map<string, Activation>([
  ['tanh', tanhActivation],
  ['relu', reluActivation],
  ['sigmoid', sigmoidActivation],
  ['identity', identityActivation],
]);

/**
 * state + sigmoid(gate) * (activation(candidate) - state).
 * @param state [rows, width]
 * @param product [rows, 2 width]: gates, then candidates
 * @throws TypeError for an activation that no node can have
 */
export function towards(state: Tensor, product: Tensor, activation: string): Tensor {
  const f = byName.get(activation);
  if (!f) throw new TypeError(`Expected an activation of a recurrent cell, got \`${activation}\``);
  const forward = (s: Tensor, p: Tensor, save: GradSaveFunc) => {
    const [gate, candidate] = halves(p);
    const open = sigmoid(gate);
    const active = f.of(candidate);
    const distance = sub(active, s);
    save([open, candidate, active, distance]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
      const [o, x, y, d] = saved as [Tensor, Tensor, Tensor, Tensor];
      const dActive = mul(dy, o);
      const dGate = sigmoidActivation.back(mul(dy, d), o, o);
      return [sub(dy, dActive), concatChannels([dGate, f.back(dActive, x, y)])];
    };
    return { value: add(s, mul(open, distance)), gradFunc };
  };
  return customGrad(forward as Parameters<typeof customGrad>[0])(state, product);
}

/**
 * The parts of which a relaxed node is a weighted sum, one below the other, [5 * rows, width]: what each state keeps,
 * (1 - sigmoid(gate)) * state, and then sigmoid(gate) * activation(candidate) for tanh, relu, sigmoid and identity.
 * @param states [rows, width]
 * @param product [rows, 2 width]: gates, then candidates
 */
export const gatedBranches = (states: Tensor, product: Tensor): Tensor =>
  customGrad(branches as Parameters<typeof customGrad>[0])(states, product);

function branches(states: Tensor, product: Tensor, save: GradSaveFunc) {
  const [gate, candidate] = halves(product);
  const open = sigmoid(gate);
  const [tanhs, sigmoids] = [tanh(candidate), sigmoid(candidate)];
  const parts = [tanhs, relu(candidate), sigmoids, candidate].map((active) => mul(open, active));
  save([states, open, candidate, tanhs, sigmoids]);
  return { value: stackRows([sub(states, mul(open, states)), ...parts]), gradFunc: branchesBack };
}

function branchesBack(dy: Tensor, saved: Tensor[]): Tensor[] {
  const [states, open, candidate, tanhs, sigmoids] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
  const [dKept, dTanh, dRelu, dSigmoid, dIdentity] = cutRows(dy, 5) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const positive = step(candidate);
  const [byTanh, bySigmoid] = [mul(dTanh, tanhs), mul(dSigmoid, sigmoids)];
  // The gradient of relu times its value and of the identity times its value share the factor `candidate`.
  const linear = add(mul(dRelu, positive), dIdentity);
  const dOpen = sub(addN([byTanh, bySigmoid, mul(linear, candidate)]), mul(dKept, states));
  const dCandidate = mul(
    open,
    addN([sub(dTanh, mul(byTanh, tanhs)), sub(bySigmoid, mul(bySigmoid, sigmoids)), linear]),
  );
  const dGate = sigmoidActivation.back(dOpen, open, open);
  return [sub(dKept, mul(dKept, open)), concatChannels([dGate, dCandidate])];
}

function halves(product: Tensor): [Tensor, Tensor] {
  const width = (product.shape[1] ?? 0) / 2;
  return splitChannels(product, [width, width]) as [Tensor, Tensor];
}
