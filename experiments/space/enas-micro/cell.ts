/**
 * A cell of the ENAS micro space as plain data. Nodes 0 and 1 are the outputs of the cell before the last one and of the last
 * one; the others each add what two operations make of two nodes before them.
 * Source: Pham et al. 2018, section 2.4; numbers as in melodyguan/enas@4bcfd73, src/cifar10/micro_child.py.
 */

import { canonicalCell } from '../nasnet/canonical-cell.ts';
import { networkCount } from '../nasnet/cell-count.ts';
import { type Operation, operations } from './operations.ts';

export type Input = readonly [operation: Operation, node: number];
export type Node = readonly [Input, Input];
/** Nodes 2 and up. */
export type Cell = readonly Node[];

/** Nodes that none reads, inputs too: the cell puts them out, one behind the other along the channels. */
export function looseEnds(cell: Cell): readonly number[] {
  const read = new Set(cell.flatMap((node) => node.map(([, from]) => from)));
  return Array.from({ length: cell.length + 2 }, (_, node) => node).filter((node) => !read.has(node));
}

/** One form for all orders of nodes, and of the two inputs of each, that are the same network. */
export function canonicalForm(cell: Cell) {
  const blocks = cell.map((inputs) => ({ inputs, combine: 'add' as const }));
  return canonicalCell({ blocks, concat: looseEnds(cell) });
}

/** Sequences of decisions for one cell: two nodes and two operations for each node. 5,062,500,000,000 of five nodes. */
export function sequenceCount(nodes: number): bigint {
  let count = 1n;
  for (let i = 0; i < nodes; i += 1) count *= (BigInt(i + 2) * BigInt(operations.length)) ** 2n;
  return count;
}

/** Different networks of one cell. */
export const cellCount = (nodes: number): bigint =>
  networkCount(nodes, { operations: operations.length, combinations: 1 });

/**
 * The number that the paper prints for both cells, (5 (B-2)!)^4: it counts the operations of a cell once, not once for each
 * node, and is smaller than the number of networks. 129,600,000,000 of five nodes.
 */
export function printedCount(nodes: number): bigint {
  let factorial = 1n;
  for (let i = 2; i <= nodes; i += 1) factorial *= BigInt(i);
  return (BigInt(operations.length) * factorial) ** 4n;
}
