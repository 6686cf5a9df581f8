/**
 * A long short-term memory cell without biases, forwards and backwards. Gates in the order input, forget, output, candidate.
 * Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
 */
import { exp, tanh } from '../../../schemas/exact-math.ts';
import { addRowTimes, backRowTimes, type Matrix } from './matrix.ts';

export interface LstmState {
  /** [units] each. */
  readonly hidden: Float64Array;
  readonly memory: Float64Array;
}

export interface LstmStep {
  readonly input: Float64Array;
  readonly before: LstmState;
  readonly after: LstmState;
  /** After their functions, [4 * units]. */
  readonly gates: Float64Array;
  /** tanh of the memory after. */
  readonly squashed: Float64Array;
}

const sigmoid = (x: number): number => 1 / (1 + exp(-x));

/** @param weights [2 * units, 4 * units]: rows of the input, then of the hidden state */
export function lstmStep(weights: Matrix, input: Float64Array, before: LstmState): LstmStep {
  const units = before.hidden.length;
  const gates = new Float64Array(4 * units);
  addRowTimes(gates, input, weights);
  addRowTimes(gates, before.hidden, weights, input.length);
  gates.forEach((value, i) => {
    gates[i] = i < 3 * units ? sigmoid(value) : tanh(value);
  });
  const at = (gate: number, u: number): number => gates[gate * units + u] as number;
  const memory = before.memory.map((kept, u) => at(1, u) * kept + at(0, u) * at(3, u));
  const squashed = memory.map(tanh);
  const hidden = squashed.map((value, u) => at(2, u) * value);
  return { input, before, after: { hidden, memory }, gates, squashed };
}

/**
 * @param upstream gradient of the state after
 * @param gradient of the weights, added to
 * @returns the gradients of the input and of the state before
 */
export function lstmBack(
  weights: Matrix,
  gradient: Matrix,
  step: LstmStep,
  upstream: LstmState,
): { readonly input: Float64Array; readonly before: LstmState } {
  const { gates, squashed, before } = step;
  const units = before.hidden.length;
  const raw = new Float64Array(4 * units);
  const memory = new Float64Array(units);
  for (let u = 0; u < units; u += 1) {
    const [i, f, o, g] = [0, 1, 2, 3].map((gate) => gates[gate * units + u] as number) as [
      number,
      number,
      number,
      number,
    ];
    const [dHidden, s] = [upstream.hidden[u] as number, squashed[u] as number];
    const dMemory = (upstream.memory[u] as number) + dHidden * o * (1 - s * s);
    raw[u] = dMemory * g * i * (1 - i);
    raw[units + u] = dMemory * (before.memory[u] as number) * f * (1 - f);
    raw[2 * units + u] = dHidden * s * o * (1 - o);
    raw[3 * units + u] = dMemory * i * (1 - g * g);
    memory[u] = dMemory * f;
  }
  const input = backRowTimes(raw, step.input, weights, gradient);
  const hidden = backRowTimes(raw, before.hidden, weights, gradient, step.input.length);
  return { input, before: { hidden, memory } };
}
