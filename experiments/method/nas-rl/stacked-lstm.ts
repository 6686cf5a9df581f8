/** Layers of long short-term memory, each reading the hidden state of the one below. */
import { type LstmState, type LstmStep, lstmBack, lstmStep } from '../ppo/lstm.ts';
import { addTo, type Matrix } from '../ppo/matrix.ts';

/** One for each layer, the lowest first. */
export type StackState = readonly LstmState[];
export type StackStep = readonly LstmStep[];

export const zeroState = (layers: number, units: number): StackState =>
  Array.from({ length: layers }, () => ({
    hidden: new Float64Array(units),
    memory: new Float64Array(units),
  }));

/** @param weights of each layer, [2 * units, 4 * units]: rows of the input, then of the hidden state */
export function stackStep(weights: readonly Matrix[], input: Float64Array, before: StackState): StackStep {
  let below = input;
  return weights.map((layer, l) => {
    const step = lstmStep(layer, below, before[l] as LstmState);
    below = step.after.hidden;
    return step;
  });
}

export const stateAfter = (step: StackStep): StackState => step.map(({ after }) => after);

/** What decisions are made from, [units]. */
export const topOf = (step: StackStep): Float64Array => (step.at(-1) as LstmStep).after.hidden;

/**
 * @param upstream gradient of the state after; changed
 * @param gradients of the weights, added to
 * @returns the gradients of the input and of the state before
 */
export function stackBack(
  weights: readonly Matrix[],
  gradients: readonly Matrix[],
  step: StackStep,
  upstream: StackState,
): { readonly input: Float64Array; readonly before: StackState } {
  const before: LstmState[] = [];
  let input = new Float64Array();
  for (let l = weights.length - 1; l >= 0; l -= 1) {
    const above = upstream[l] as LstmState;
    if (l < weights.length - 1) addTo(above.hidden, input);
    const back = lstmBack(weights[l] as Matrix, gradients[l] as Matrix, step[l] as LstmStep, above);
    before.unshift(back.before);
    input = Float64Array.from(back.input);
  }
  return { input, before };
}
