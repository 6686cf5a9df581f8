/**
 * One form for all ways to write a cell down: both combinations do not care which of their inputs comes first, so a tree
 * whose nodes swap their inputs is the same network, and the two indices move with their nodes.
 */
import type { JsonValue } from '../../../schemas/json.ts';
import type { NasRnnGenotype } from './cell.ts';
import { baseOf, childrenOf } from './tree.ts';

/** Equal exactly for cells of one network. */
export function canonicalTree({ nodes, inject, cell_indices: indices }: NasRnnGenotype): JsonValue {
  const base = baseOf(nodes.length);
  const marksOf = (node: number): readonly string[] => [
    ...(node === indices[0] ? ['memory-out'] : []),
    ...(node === indices[1] ? ['memory-in'] : []),
  ];
  const formOf = (node: number): JsonValue => {
    const children = (childrenOf(node, base) ?? []).map(formOf);
    return [...(nodes[node] ?? []), marksOf(node), children.sort(byText)];
  };
  return { inject, root: formOf(nodes.length - 1) };
}

function byText(a: JsonValue, b: JsonValue): number {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : Number(x > y);
}
