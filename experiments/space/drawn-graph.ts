/** Directed acyclic graphs to be drawn, from left to right. */

/** Decides the colours. */
export type Family =
  | 'input'
  | 'output'
  | 'node'
  | 'separable'
  | 'dilated'
  | 'full'
  | 'pooling'
  | 'identity'
  | 'squashing'
  | 'none';

export interface DrawnNode {
  readonly id: string;
  readonly text: string;
  /** A subscript behind the text. */
  readonly subscript?: string;
  readonly family: Family;
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  /** Written on the edge, in a place of its own. */
  readonly label?: { readonly text: string; readonly family: Family };
}

export interface DrawnGraph {
  readonly title: string;
  readonly nodes: readonly DrawnNode[];
  /** No cycles. Two edges may join the same nodes. */
  readonly edges: readonly DrawnEdge[];
}

/** Graphs side by side. */
export interface Picture {
  /** Above everything; null for none. */
  readonly heading: string | null;
  readonly graphs: readonly DrawnGraph[];
}
