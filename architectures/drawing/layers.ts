/**
 * From a graph to layers: every node gets a column, and so does every label. What an edge passes between its ends
 * becomes bends, one in each column, so that later steps keep the way free (Sugiyama et al. 1981).
 */
import type { DrawnEdge, DrawnGraph, DrawnNode } from '../../experiments/space/drawn-graph.ts';
import { labelSize, nodeSize, type Size } from './sizes.ts';

/** Something that takes room in a column: a node, an edge's label, or a bend of an edge. */
export interface Item extends Size {
  readonly layer: number;
  readonly node?: DrawnNode;
  readonly label?: NonNullable<DrawnEdge['label']>;
}

/** A piece of an edge, between items of neighbouring layers: indices in `items`. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

export interface LayeredGraph {
  readonly items: readonly Item[];
  readonly segments: readonly Segment[];
  /** For each edge, the items it passes, its ends included. */
  readonly chains: readonly (readonly number[])[];
  readonly layers: number;
}

const bendSize: Size = { width: 0, height: 6 };

export function layered({ nodes, edges }: DrawnGraph): LayeredGraph {
  const columns = columnsOf(nodes, edges);
  const items: Item[] = nodes.map((node) => ({
    ...nodeSize(node, edges.filter(({ to }) => to === node.id).length),
    node,
    layer: columns.get(node.id) ?? 0,
  }));
  const indexOf = new Map(nodes.map((node, i) => [node.id, i]));
  const segments: Segment[] = [];
  const chains = edges.map((edge) => {
    const from = indexOf.get(edge.from) ?? 0;
    const to = indexOf.get(edge.to) ?? 0;
    const end = items[to]?.layer ?? 0;
    const chain = [from];
    for (let layer = (items[from]?.layer ?? 0) + 1; layer < end; layer += 1) {
      // A label stands right before the node that its operation leads to.
      const label = layer === end - 1 ? edge.label : undefined;
      chain.push(items.length);
      items.push(label ? { ...labelSize(label.text), label, layer } : { ...bendSize, layer });
    }
    chain.push(to);
    chain.slice(1).forEach((item, i) => {
      segments.push({ from: chain[i] ?? 0, to: item });
    });
    return chain;
  });
  return { items, segments, chains, layers: 1 + Math.max(...items.map((item) => item.layer)) };
}

/** Nodes by their longest path, with a column of labels before a column of nodes wherever one is needed. */
function columnsOf(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[]): Map<string, number> {
  const ranks = longestPaths(nodes, edges);
  const labelled = new Set(edges.flatMap((edge) => (edge.label ? [ranks.get(edge.to) ?? 0] : [])));
  const columnOf = (rank: number): number =>
    rank + [...labelled].filter((labelledRank) => labelledRank <= rank).length;
  return new Map(nodes.map(({ id }) => [id, columnOf(ranks.get(id) ?? 0)]));
}

/** The most edges on a path to each node; nodes without successors share the last column. */
function longestPaths(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[]): Map<string, number> {
  const ranks = new Map(nodes.map((node) => [node.id, 0]));
  // At most one round for each node, since there are no cycles.
  for (let round = 0; round < nodes.length; round += 1) {
    for (const { from, to } of edges) {
      ranks.set(to, Math.max(ranks.get(to) ?? 0, (ranks.get(from) ?? 0) + 1));
    }
  }
  const last = Math.max(...ranks.values());
  for (const { id, family } of nodes) {
    if (family === 'output') ranks.set(id, last);
  }
  return ranks;
}
