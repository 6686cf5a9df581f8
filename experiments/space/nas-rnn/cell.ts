/** Recurrent cells as trees, as files hold them. Source: Zoph and Le 2017, section 3.4 and figure 5. */
import { baseOf } from './tree.ts';
import type { Activation, Combination } from './words.ts';

/** How two values are joined, and what bends the result. */
export type Joint = readonly [combination: Combination, activation: Activation];

export interface NasRnnGenotype {
  /** Leaves first, the root last; leaf i joins its products of the input and of the hidden state. */
  readonly nodes: readonly Joint[];
  /** How the old memory enters the node of the second index. */
  readonly inject: Joint;
  /** The node whose value before its activation is the new memory, and the node that the old memory enters. */
  readonly cell_indices: readonly [output: number, input: number];
}

/** Number of leaves. */
export const baseOfGenotype = ({ nodes }: NasRnnGenotype): number => baseOf(nodes.length);
