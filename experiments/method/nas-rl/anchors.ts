/**
 * Which earlier layers a layer reads, by set-selection attention between anchor points: for layer i each earlier layer j
 * with probability sigmoid(v^T tanh(W_previous h_j + W_current h_i)), independently, h being the hidden state at the
 * anchor of a layer. Source: Zoph and Le 2017, section 3.3.
 */
import { exp, log, tanh } from '../../../schemas/exact-math.ts';
import { addRowTimes, addTo, backRowTimes, type Matrix } from '../ppo/matrix.ts';

/** By name, as the controller holds them: [units, units] twice, and [units, 1]. */
export interface AnchorWeights {
  readonly previous: Matrix;
  readonly current: Matrix;
  readonly query: Matrix;
}

/** One connection that was decided about. */
export interface Connection {
  /** The earlier layer. */
  readonly from: number;
  readonly action: 0 | 1;
  /** Of a connection. */
  readonly probability: number;
  /** tanh of the sum, [units]. */
  readonly squashed: Float64Array;
}

/** @param choose from the probability of a connection to whether there is one */
export function connect(
  { previous, current, query }: AnchorWeights,
  earlier: readonly Float64Array[],
  here: Float64Array,
  choose: (probability: number, from: number) => 0 | 1,
): readonly Connection[] {
  const units = here.length;
  const own = new Float64Array(units);
  addRowTimes(own, here, current);
  return earlier.map((there, from) => {
    const sum = Float64Array.from(own);
    addRowTimes(sum, there, previous);
    const squashed = sum.map(tanh);
    const logit = new Float64Array(1);
    addRowTimes(logit, squashed, query);
    const probability = 1 / (1 + exp(-(logit[0] as number)));
    return { from, action: choose(probability, from), probability, squashed };
  });
}

/** Natural logarithm of the probability of what was decided. */
export const logProbabilityOf = ({ action, probability }: Connection): number =>
  log(action === 1 ? probability : 1 - probability);

/**
 * Adds the gradient of `factor` times the sum of log-probabilities.
 * @param hidden gradients of the hidden states at the anchors of the earlier layers, added to
 * @returns the gradient of the hidden state here
 */
export function connectBack(
  weights: AnchorWeights,
  gradients: AnchorWeights,
  connections: readonly Connection[],
  states: { readonly earlier: readonly Float64Array[]; readonly here: Float64Array },
  { factor, hidden }: { readonly factor: number; readonly hidden: readonly Float64Array[] },
): Float64Array {
  const own = new Float64Array(states.here.length);
  for (const { from, action, probability, squashed } of connections) {
    const upstream = Float64Array.of(factor * (action - probability));
    const ofSquashed = backRowTimes(upstream, squashed, weights.query, gradients.query);
    const ofSum = ofSquashed.map((value, u) => value * (1 - (squashed[u] as number) ** 2));
    const there = states.earlier[from] as Float64Array;
    addTo(hidden[from] as Float64Array, backRowTimes(ofSum, there, weights.previous, gradients.previous));
    addTo(own, backRowTimes(ofSum, states.here, weights.current, gradients.current));
  }
  return own;
}
