/**
 * A manifest as a tree that remembers where each key and value was written. Merging files and applying overrides
 * moves whole nodes, so a problem is always reported at the place where a person can cure it.
 */
import type { JsonValue } from '../../schemas/json.ts';
import type { Span } from './source.ts';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly span: Span;
}

export interface Entry {
  readonly key: Span;
  readonly value: Node;
}

export interface MapNode {
  readonly kind: 'map';
  /** In the order of the file. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly span: Span;
}

export type Node = ScalarNode | ListNode | MapNode;

/** Keys and list indices from the root, all as text. */
export type Path = readonly string[];

export const pathText = (path: Path): string => path.join('.');

/** Plain data. Keys such as `__proto__` become ordinary own properties. */
export function toPlain(node: Node): JsonValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toPlain);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toPlain(entry.value)]));
  }
}

export function childOf(node: Node, key: string): Node | undefined {
  if (node.kind === 'map') return node.entries.get(key)?.value;
  return node.kind === 'list' ? node.items[Number(key)] : undefined;
}

export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const key of path) node = node && childOf(node, key);
  return node;
}

/** Where the key at the end of a path is written; list items and the root stand for themselves. */
export function keySpan(root: Node, path: Path): Span | undefined {
  const parent = nodeAt(root, path.slice(0, -1));
  const key = path.at(-1);
  if (parent?.kind === 'map' && key !== undefined) return parent.entries.get(key)?.key;
  return nodeAt(root, path)?.span;
}

/** Where the value at a path is written; its key when nothing is written after it. */
export function valueSpan(root: Node, path: Path): Span | undefined {
  const span = nodeAt(root, path)?.span;
  return span && span.end > span.start ? span : keySpan(root, path);
}

/** Maps are merged key by key; anything else in `over` replaces what `base` has. */
export function mergeNodes(base: Node, over: Node): Node {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key);
    entries.set(key, below ? { key: entry.key, value: mergeNodes(below.value, entry.value) } : entry);
  }
  return { kind: 'map', entries, span: over.span };
}
