/**
 * The activations and edges of a DARTS recurrent cell.
 * Source: Liu, Simonyan, Yang, "DARTS: Differentiable Architecture Search", ICLR 2019, section 3.1.2.
 */

/** In the official order; architecture weights, samplers and encodings use the index. */
export const activations = ['none', 'tanh', 'relu', 'sigmoid', 'identity'] as const;

export type Activation = (typeof activations)[number];

/** What a node of a cell may be: `none` takes weight in a relaxed cell and is never chosen. */
export const nodeActivations = [
  'tanh',
  'relu',
  'sigmoid',
  'identity',
] as const satisfies readonly Activation[];

/** Position in `activations`, -1 for any other text. */
export const activationIndex = (activation: string): number =>
  (activations as readonly string[]).indexOf(activation);

/** Nodes of a cell of the space, besides the one that joins input and hidden state (state 0). */
export const steps = 8;

export interface RnnEdge {
  /** Target node, 0-based; it makes state `node + 1`. */
  readonly node: number;
  /** The state it reads, 0 to `node`. */
  readonly source: number;
}

/** The 36 edges of a relaxed cell: by target node, then by source. The index is a row of the alphas. */
export const rnnEdges: readonly RnnEdge[] = Array.from({ length: steps }, (_, node) =>
  Array.from({ length: node + 1 }, (_, source) => ({ node, source })),
).flat();

/** Index in `rnnEdges` of the edge from state `source` to `node`. */
export const rnnEdgeIndex = (node: number, source: number): number => (node * (node + 1)) / 2 + source;
