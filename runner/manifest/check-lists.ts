/**
 * Lists whose items must differ, compared by value: `0.001` and `1e-3` are one number, and would name two jobs alike.
 * Linear, where a schema validator compares each item with each other.
 */
import type { JsonValue } from '../../schemas/json.ts';
import { type ListNode, type Node, type Path, toPlain } from '../manifest-tree/node.ts';
import { type PlacedProblem, problemAt } from '../manifest-tree/problem.ts';
import { placeOf, type Span } from '../manifest-tree/source.ts';
import { describeNode } from './law.ts';
import { childSchema, manifestSchema, type SchemaNode, schemaFor } from './schema.ts';

export function checkLists(root: Node, plain: JsonValue): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  collect(root, plain, manifestSchema, [], problems);
  return problems;
}

function collect(
  node: Node,
  plain: unknown,
  schema: SchemaNode,
  path: Path,
  problems: PlacedProblem[],
): void {
  if (node.kind === 'scalar' || typeof plain !== 'object' || plain === null) return;
  const below = (child: Node, value: unknown, key: string): void => {
    const law = childSchema(schema, plain, key);
    if (law) collect(child, value, law, [...path, key], problems);
  };
  if (node.kind === 'list' && Array.isArray(plain)) {
    if (schemaFor(schema, plain).uniqueItems === true) problems.push(...repeatedItems(node, path));
    for (const [i, item] of node.items.entries()) below(item, plain[i], String(i));
  } else if (node.kind === 'map') {
    const values = plain as Readonly<Record<string, unknown>>;
    for (const [key, { value }] of node.entries) below(value, values[key], key);
  }
}

/** One problem for each item that was listed before. */
function repeatedItems(list: ListNode, path: Path): PlacedProblem[] {
  const firsts = new Map<string, Span>();
  return list.items.flatMap((item, i) => {
    const value = nameOf(item);
    const first = firsts.get(value);
    if (first === undefined) {
      firsts.set(value, item.span);
      return [];
    }
    const { line, col } = placeOf(first);
    const text = describeNode(item);
    const detail = { expected: 'each value once', found: `${text} again (first at ${line}:${col})` };
    return [problemAt(item.span, [...path, String(i)], { reason: 'duplicate-item', item: text }, detail)];
  });
}

/** As the value stands in the name of a job: two values of one name cannot be told apart. */
function nameOf(item: Node): string {
  const value = toPlain(item);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
