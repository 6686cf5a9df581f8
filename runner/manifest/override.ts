/** Replaces single values of a manifest: what a profile, `--set` and a matrix do. */
import type { JsonValue } from '../../schemas/json.ts';
import type { Entry, MapNode, Node, Path } from '../manifest-tree/node.ts';
import { type ManifestProblem, problemAt } from '../manifest-tree/problem.ts';
import type { Span } from '../manifest-tree/source.ts';
import { choiceAmong } from '../manifest-tree/suggest.ts';
import { childSchema, manifestSchema, type SchemaNode, schemaFor } from './schema.ts';

export interface Override {
  /** Where the dotted path is written, without quotes. */
  readonly path: Span;
  readonly value: Node;
  /** Where the path starts; at the root when it is left out. */
  readonly below?: Path;
}

export interface Overridden {
  readonly root: Node;
  readonly problems: readonly ManifestProblem[];
}

/** What names a manifest and what it is made from; not a value of the experiment. */
const fixedKeys = ['id', 'extends', 'profiles'];

export function applyOverrides(root: Node, overrides: readonly Override[]): Overridden {
  const problems: ManifestProblem[] = [];
  const copies: Copies = new WeakSet();
  let result = root;
  for (const override of overrides) {
    const { source, start, end } = override.path;
    const segments = [...(override.below ?? []), ...source.text.slice(start, end).split('.')];
    const outcome = replaceAt(result, manifestSchema, segments, [], { override, copies });
    if ('reason' in outcome) problems.push(outcome);
    else result = outcome;
  }
  return { root: result, problems };
}

/** In a path: every entry of a map that can have what follows. */
const wildcard = '*';

/** Maps that were copied for these overrides, and so may change: a long map is copied once, not for each override. */
type Copies = WeakSet<object>;

interface Replacement {
  readonly override: Override;
  readonly copies: Copies;
}

/** The node with the value at the path replaced; `done` is the part of the path that leads to the node. */
function replaceAt(
  node: Node,
  schema: SchemaNode,
  segments: Path,
  done: Path,
  { override, copies }: Replacement,
): Node | ManifestProblem {
  const plain = shallow(node);
  if (segments[0] === wildcard && node.kind === 'map' && done.length > 0) {
    return replaceInAll(node, schema, segments, done, { override, copies });
  }
  const step = nextStep(node, schema, plain, segments, done.length === 0);
  if (!step) return unknownPath(override, segments, done, keysOf(node, schema, plain, done.length === 0));
  const below = childSchema(schema, plain, step.key) ?? {};
  const path = [...done, step.key];
  const after = segments.slice(step.length);
  if (after.length === 0) return withChild(node, step.key, override, copies);
  const current = step.entry?.value ?? emptyMap(override.path);
  const child = replaceAt(current, below, after, path, { override, copies });
  if ('reason' in child) return child;
  return withChild(node, step.key, { path: step.entry?.key ?? override.path, value: child }, copies);
}

/** The entries that cannot have what follows stay as they are; there must be one that can. */
function replaceInAll(
  node: MapNode,
  schema: SchemaNode,
  segments: Path,
  done: Path,
  replacement: Replacement,
): Node | ManifestProblem {
  let result: Node = node;
  let refused: ManifestProblem | undefined;
  for (const key of node.entries.keys()) {
    const outcome = replaceAt(result, schema, [key, ...segments.slice(1)], done, replacement);
    if ('reason' in outcome) refused = mostHelpful(refused, outcome);
    else result = outcome;
  }
  if (result !== node) return result;
  const { override } = replacement;
  return refused ?? unknownPath(override, segments, done, keysOf(node, schema, shallow(node), false));
}

/** Of refusals of one path, one that guesses what was meant. */
const mostHelpful = (first: ManifestProblem | undefined, second: ManifestProblem): ManifestProblem =>
  first === undefined || ('suggestion' in second && second.suggestion) ? second : first;

interface Step {
  readonly key: string;
  /** How many segments the key takes: a metric such as `test.loss` is one key with a dot in it. */
  readonly length: number;
  readonly entry: Entry | undefined;
}

/** Segments of the longest key that has dots in it. */
const longestKey = 3;

function nextStep(
  node: Node,
  schema: SchemaNode,
  plain: JsonValue,
  segments: Path,
  top: boolean,
): Step | undefined {
  for (let length = 1; length <= Math.min(segments.length, longestKey); length += 1) {
    const key = segments.slice(0, length).join('.');
    if (hasKey(node, schema, plain, top, key)) return { key, length, entry: entryOf(node, key) };
  }
  return undefined;
}

/** Whether a key is there, or could be. */
function hasKey(node: Node, schema: SchemaNode, plain: JsonValue, top: boolean, key: string): boolean {
  if (node.kind === 'list') return /^(?:0|[1-9]\d*)$/.test(key) && Number(key) < node.items.length;
  if (top && fixedKeys.includes(key)) return false;
  if (node.kind === 'map' && node.entries.has(key)) return true;
  const resolved = schemaFor(schema, plain);
  return Object.hasOwn(resolved.properties ?? {}, key) || listedNames(resolved).includes(key);
}

const listedNames = ({ propertyNames }: SchemaNode): readonly JsonValue[] =>
  (propertyNames ? schemaFor(propertyNames, undefined).enum : undefined) ?? [];

/** All such keys, for a message. */
function keysOf(node: Node, schema: SchemaNode, plain: JsonValue, top: boolean): string[] {
  if (node.kind === 'list') return node.items.map((_, i) => String(i));
  const resolved = schemaFor(schema, plain);
  const { properties = {} } = resolved;
  const names = listedNames(resolved);
  const present = node.kind === 'map' ? node.entries.keys() : [];
  const keys = new Set([...Object.keys(properties), ...present, ...names.map(String)]);
  return [...keys].filter((key) => !(top && fixedKeys.includes(key)));
}

function entryOf(node: Node, key: string): Entry | undefined {
  if (node.kind === 'map') return node.entries.get(key);
  const item = node.kind === 'list' ? node.items[Number(key)] : undefined;
  return item && { key: item.span, value: item };
}

function withChild(node: Node, key: string, { path, value }: Override, copies: Copies): Node {
  if (node.kind === 'list') {
    return { ...node, items: node.items.map((item, i) => (String(i) === key ? value : item)) };
  }
  const own = node.kind === 'map' && copies.has(node.entries);
  const entries: Map<string, Entry> = own ? (node.entries as Map<string, Entry>) : new Map(entriesOf(node));
  entries.set(key, { key: path, value });
  copies.add(entries);
  return { kind: 'map', entries, span: node.span };
}

const entriesOf = (node: Node): Iterable<[string, Entry]> => (node.kind === 'map' ? node.entries : []);

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
