/** Replaces single values of a manifest: what a profile and `--set` do. */
import type { JsonValue } from '../../schemas/json.ts';
import type { Entry, Node, Path } from './node.ts';
import { type ManifestProblem, problemAt } from './problem.ts';
import { childSchema, manifestSchema, type SchemaNode, schemaFor } from './schema.ts';
import type { Span } from './source.ts';
import { choiceAmong } from './suggest.ts';

export interface Override {
  /** Where the dotted path is written, without quotes. */
  readonly path: Span;
  readonly value: Node;
}

export interface Overridden {
  readonly root: Node;
  readonly problems: readonly ManifestProblem[];
}

/** What names a manifest and what it is made from; not a value of the experiment. */
const fixedKeys = ['id', 'extends', 'profiles'];

export function applyOverrides(root: Node, overrides: readonly Override[]): Overridden {
  const problems: ManifestProblem[] = [];
  let result = root;
  for (const override of overrides) {
    const { source, start, end } = override.path;
    const segments = source.text.slice(start, end).split('.');
    const outcome = replaceAt(result, manifestSchema, segments, [], override);
    if ('reason' in outcome) problems.push(outcome);
    else result = outcome;
  }
  return { root: result, problems };
}

/** The node with the value at the path replaced; `done` is the part of the path that leads to the node. */
function replaceAt(
  node: Node,
  schema: SchemaNode,
  segments: Path,
  done: Path,
  override: Override,
): Node | ManifestProblem {
  const plain = shallow(node);
  const step = nextStep(node, schema, plain, segments, done.length === 0);
  if (!step) return unknownPath(override, segments, done, keysOf(node, schema, plain, done.length === 0));
  const below = childSchema(schema, plain, step.key) ?? {};
  const path = [...done, step.key];
  const after = segments.slice(step.length);
  if (after.length === 0) return withChild(node, step.key, override);
  const current = step.entry?.value ?? emptyMap(override.path);
  const child = replaceAt(current, below, after, path, override);
  if ('reason' in child) return child;
  return withChild(node, step.key, { path: step.entry?.key ?? override.path, value: child });
}

interface Step {
  readonly key: string;
  /** How many segments the key takes: a metric such as `test.loss` is one key with a dot in it. */
  readonly length: number;
  readonly entry: Entry | undefined;
}

function nextStep(
  node: Node,
  schema: SchemaNode,
  plain: JsonValue,
  segments: Path,
  top: boolean,
): Step | undefined {
  const keys = new Set(keysOf(node, schema, plain, top));
  for (let length = 1; length <= segments.length; length += 1) {
    const key = segments.slice(0, length).join('.');
    if (keys.has(key)) return { key, length, entry: entryOf(node, key) };
  }
  return undefined;
}

/** Keys that are there, and keys that could be. */
function keysOf(node: Node, schema: SchemaNode, plain: JsonValue, top: boolean): string[] {
  if (node.kind === 'list') return node.items.map((_, i) => String(i));
  const { properties = {}, propertyNames } = schemaFor(schema, plain);
  const names = (propertyNames ? schemaFor(propertyNames, undefined).enum : undefined) ?? [];
  const present = node.kind === 'map' ? node.entries.keys() : [];
  const keys = new Set([...Object.keys(properties), ...present, ...names.map(String)]);
  return [...keys].filter((key) => !(top && fixedKeys.includes(key)));
}

function entryOf(node: Node, key: string): Entry | undefined {
  if (node.kind === 'map') return node.entries.get(key);
  const item = node.kind === 'list' ? node.items[Number(key)] : undefined;
  return item && { key: item.span, value: item };
}

function withChild(node: Node, key: string, { path, value }: Override): Node {
  if (node.kind === 'list') {
    return { ...node, items: node.items.map((item, i) => (String(i) === key ? value : item)) };
  }
  const entries = new Map(node.kind === 'map' ? node.entries : []);
  entries.set(key, { key: path, value });
  return { kind: 'map', entries, span: node.span };
}

const emptyMap = (span: Span): Node => ({ kind: 'map', entries: new Map(), span });

/** Enough of the value for the schema to choose between alternatives. */
function shallow(node: Node): JsonValue {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return [];
  const telling = ['kind', 'task'].flatMap((key) => {
    const value = node.entries.get(key)?.value;
    return value ? [[key, shallow(value)]] : [];
  });
  return Object.fromEntries(telling);
}

function unknownPath(
  override: Override,
  segments: Path,
  done: Path,
  keys: readonly string[],
): ManifestProblem {
  const segment = segments[0] ?? '';
  const { source, end } = override.path;
  const start = end - segments.join('.').length;
  const span = { source, start, end: start + segment.length };
  const detail = keys.length > 0 ? choiceAmong(keys, segment) : { expected: 'the path of a value' };
  return problemAt(span, [...done, segment], { reason: 'unknown-path', segment }, detail);
}
