/** One step of a recurrent cell, whatever its values are: tensors in a network, plain numbers in a check. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';

export interface CellAlgebra<V> {
  /** A node, 0-based, from the state that it reads. */
  node(state: V, node: number, activation: string, predecessor: number): V;
  mean(states: readonly V[]): V;
}

/** @param joined state 0, made of input and hidden state. @returns the next hidden state */
export function runCell<V>({ recurrent, concat }: RnnGenotype, joined: V, { node, mean }: CellAlgebra<V>): V {
  const states = [joined];
  const made = (state: number): V => {
    const value = states[state];
    if (value === undefined) throw new TypeError(`Expected the state ${state} to be made before it is read`);
    return value;
  };
  recurrent.forEach(([activation, predecessor], index) => {
    states.push(node(made(predecessor), index, activation, predecessor));
  });
  return mean(concat.map(made));
}
