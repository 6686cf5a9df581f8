/** A recurrent DARTS cell over a sequence, for the engine benchmark. */
import { add, mul, sigmoid, slice, sub, type Tensor, tanh, tensor } from '@tensorflow/tfjs-core';
import * as e from '../../experiments/engine/index.ts';
import { namedRnn } from '../../experiments/space/darts-rnn/named.ts';
import { type Net, numbers, Weights } from './nets.ts';

const activations: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  sigmoid,
  relu: e.relu,
  tanh,
  identity: (x) => x,
};

/** Activation and input of each node. */
const { recurrent } = namedRnn.DARTS_V2.genotype;

export const recurrentNet = (batch: number, width: number, steps: number): Net => {
  const w = new Weights();
  const first = w.make([2 * width, 2 * width], 2 * width);
  const inner = recurrent.map(() => w.make([width, 2 * width], width));
  const out = w.make([width, 10], width);
  const bias = w.fill([10], 0);
  const inputs = Array.from({ length: steps }, (_, t) =>
    tensor(numbers(batch * width, t + 1), [batch, width]),
  );
  const start = tensor(new Float32Array(batch * width), [batch, width]);
  const y = tensor(
    Int32Array.from({ length: batch }, (_, i) => i % 10),
    [batch],
    'int32',
  );
  const gate = (state: Tensor, from: Tensor, weights: Tensor, name: string): Tensor => {
    const both = e.matMul(from, weights);
    const c = sigmoid(slice(both, [0, 0], [batch, width]));
    const h = (activations[name] as (x: Tensor) => Tensor)(slice(both, [0, width], [batch, width]));
    return add(state, mul(c, sub(h, state)));
  };
  const cell = (x: Tensor, h: Tensor): Tensor => {
    const states = [gate(h, e.concatChannels([x, h]), first.value, 'tanh')];
    recurrent.forEach(([name, from], i) => {
      const state = states[from] as Tensor;
      states.push(gate(state, state, (inner[i] as e.Parameter).value, name));
    });
    return mul(e.addN(states.slice(1)), 1 / recurrent.length);
  };
  const loss = (): Tensor => {
    const h = inputs.reduce((state, x) => cell(x, state), start);
    return e.softmaxCrossEntropy(e.linear(h, out.value, bias.value), y);
  };
  return { parameters: w.all, loss };
};
