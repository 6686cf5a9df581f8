/**
 * One step of a recurrent cell, whatever its values are: tensors in a network, plain numbers in a check.
 * Source: Zoph and Le 2017, section 3.4. Left open there and ours: memory that enters the root changes the hidden state.
 */
import type { NasRnnGenotype } from './cell.ts';
import { baseOf, childrenOf } from './tree.ts';
import type { Activation, Combination } from './words.ts';

export interface Algebra<V> {
  combine(combination: Combination, a: V, b: V): V;
  activate(activation: Activation, value: V): V;
}

export interface CellStep<V> {
  /** The value of the root: the new hidden state. */
  readonly hidden: V;
  /** The value of the first index's node before its activation. */
  readonly memory: V;
}

/**
 * @param leaves for each leaf the input and the hidden state before, each times the leaf's matrix
 * @param memory before the step
 */
export function runCell<V>(
  { nodes, inject, cell_indices: [output, input] }: NasRnnGenotype,
  leaves: readonly (readonly [V, V])[],
  memory: V,
  algebra: Algebra<V>,
): CellStep<V> {
  const base = baseOf(nodes.length);
  const values: V[] = [];
  let next: V | undefined;
  nodes.forEach(([combination, activation], node) => {
    const children = childrenOf(node, base);
    const [a, b] = children ? [values[children[0]] as V, values[children[1]] as V] : (leaves[node] ?? []);
    if (a === undefined || b === undefined) throw new TypeError(`Expected two values for the leaf ${node}`);
    const joined = algebra.combine(combination, a, b);
    if (node === output) next = joined;
    const value = algebra.activate(activation, joined);
    values.push(
      node === input ? algebra.activate(inject[1], algebra.combine(inject[0], value, memory)) : value,
    );
  });
  const hidden = values.at(-1);
  if (hidden === undefined || next === undefined)
    throw new TypeError('Expected a cell with a root and indices');
  return { hidden, memory: next };
}
