/**
 * A NASNet cell as plain data. State 0 is the output of the cell before, state 1 that of the cell before that one; block
 * `b` (0-based) makes state `b + 2`. Source: Zoph et al. 2018, section 3.
 */
import type { Combination, Operation } from './operations.ts';

export type BlockInput = readonly [operation: Operation, state: number];

export interface Block {
  readonly inputs: readonly [BlockInput, BlockInput];
  readonly combine: Combination;
}

export interface Cell {
  readonly blocks: readonly Block[];
  /** The states that the cell puts out, one behind the other along the channels. */
  readonly concat: readonly number[];
}

/** The states that blocks made and none reads: what a cell of the space puts out. */
export function unusedStates(blocks: readonly Block[]): readonly number[] {
  const used = new Set(blocks.flatMap(({ inputs }) => inputs.map(([, state]) => state)));
  return blocks.flatMap((_, b) => (used.has(b + 2) ? [] : [b + 2]));
}
