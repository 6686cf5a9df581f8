/**
 * The operations and edges of a DARTS convolutional cell.
 * Source: Liu, Simonyan, Yang, "DARTS: Differentiable Architecture Search", ICLR 2019, section 3.1.1.
 */

/** In the official order; architecture weights, samplers and encodings use the index. */
export const operations = [
  'none',
  'max_pool_3x3',
  'avg_pool_3x3',
  'skip_connect',
  'sep_conv_3x3',
  'sep_conv_5x5',
  'dil_conv_3x3',
  'dil_conv_5x5',
] as const;

export type Operation = (typeof operations)[number];

/** Position in `operations`, -1 for any other text. */
export const operationIndex = (operation: string): number =>
  (operations as readonly string[]).indexOf(operation);

/** Intermediate nodes of a cell. Node `i` (0-based) is source `i + 2` of the nodes after it. */
export const nodesPerCell = 4;

/** The kind and kernel side of a convolutional operation; undefined for the others. */
export function convolutionOf(
  operation: string,
): { readonly kind: 'separable' | 'dilated'; readonly kernel: number } | undefined {
  const match = /^(sep|dil)_conv_([357])x\2$/.exec(operation);
  if (!match) return undefined;
  return { kind: match[1] === 'sep' ? 'separable' : 'dilated', kernel: Number(match[2]) };
}

export interface Edge {
  /** Target node, 0-based. */
  readonly node: number;
  readonly source: number;
}

/** The fourteen edges of a relaxed cell: by target node, then by source. The index is a row of the alphas. */
export const edges: readonly Edge[] = Array.from({ length: nodesPerCell }, (_, node) =>
  Array.from({ length: node + 2 }, (_, source) => ({ node, source })),
).flat();

/** Index in `edges` of the edge from `source` to `node`. */
export const edgeIndex = (node: number, source: number): number => (node * (node + 3)) / 2 + source;
