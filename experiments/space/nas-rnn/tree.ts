/**
 * The tree of a recurrent cell: leaves first, then the nodes that join two earlier ones each, the root last.
 * Source: Zoph and Le 2017, section 3.4 and figure 5.
 */

/** Leaves of the cells that are searched. */
export const usualBase = 8;

/** Of the cells that can be read. */
export const bases = { least: 2, most: 32 } as const;

export const nodeCount = (base: number): number => 2 * base - 1;

/** Of a tree with so many nodes. */
export const baseOf = (nodes: number): number => (nodes + 1) / 2;

/** The two nodes that an inner node joins; undefined for a leaf. */
export function childrenOf(node: number, base: number): readonly [number, number] | undefined {
  const first = 2 * (node - base);
  return node < base ? undefined : [first, first + 1];
}
