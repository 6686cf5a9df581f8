/** What the errors of the schema validator mean to a person who wrote the manifest. */
import { keySpan, type Node, nodeAt, type Path, valueSpan } from '../manifest-tree/node.ts';
import { type PlacedProblem, problemAt } from '../manifest-tree/problem.ts';
import type { Span } from '../manifest-tree/source.ts';
import { choiceAmong } from '../manifest-tree/suggest.ts';
import { describeNode, lawOf } from './law.ts';
import { type SchemaNode, schemaFor, tagsOf } from './schema.ts';

/** A value that breaks the schema. */
export interface Fault {
  readonly root: Node;
  readonly path: Path;
  /** Of the value, resolved. */
  readonly schema: SchemaNode;
}

export function missingKey({ root, path, schema }: Fault, key: string): PlacedProblem {
  const property = schemaFor(schema.properties?.[key] ?? {}, undefined);
  const law = property.type === undefined && schema.oneOf ? lawOf(kindSchema(schema)) : lawOf(property);
  const reason = { reason: 'missing-key', key } as const;
  return problemAt(ownerSpan(root, path), [...path, key], reason, { expected: `${key}: ${law}` });
}

/** A map as a whole has no place worth underlining: its name has, or the first key of the file. */
function ownerSpan(root: Node, path: Path): Span {
  if (path.length > 0) return keySpan(root, path) ?? root.span;
  const first = root.kind === 'map' ? [...root.entries.values()][0] : undefined;
  return first?.key ?? root.span;
}

export function unknownKey({ root, path, schema }: Fault, key: string): PlacedProblem {
  const at = [...path, key];
  const keys = Object.keys(schema.properties ?? {});
  return problemAt(spanOfKey(root, at), at, { reason: 'unknown-key', key }, choiceAmong(keys, key));
}

export function badName({ root, path, schema }: Fault, name: string): PlacedProblem {
  const law = schemaFor(schema.propertyNames ?? {}, undefined);
  const span = spanOfKey(root, [...path, name]);
  if (law.enum) {
    const reason = { reason: 'unknown-value', what: whatOf(law), value: name } as const;
    return problemAt(span, path, reason, choiceAmong(law.enum.map(String), name));
  }
  const detail = { expected: lawOf(law), found: JSON.stringify(name) };
  return problemAt(span, [...path, name], { reason: 'bad-name', name }, detail);
}

const spanOfKey = (root: Node, path: Path): Span => keySpan(root, path) ?? root.span;

/** The `kind` that chooses between alternatives is none of theirs. */
export const unknownKind = ({ root, path, schema }: Fault): PlacedProblem =>
  wrongValue({ root, path: [...path, 'kind'], schema: kindSchema(schema) });

const kindSchema = (schema: SchemaNode): SchemaNode => ({
  title: `${schema.title} kind`,
  enum: tagsOf(schema),
});

export function wrongValue({ root, path, schema }: Fault): PlacedProblem {
  const node = nodeAt(root, path) ?? root;
  const span = valueSpan(root, path) ?? root.span;
  const value = node.kind === 'scalar' ? node.value : null;
  if (schema.enum && typeof value === 'string') return unknownWord(span, path, schema, value);
  const found = describeNode(node);
  // YAML reads 1902.07638 and 5 as numbers unless they stand in quotes.
  const isText = schema.type === 'string' && !schema.enum;
  const suggestion = isText && value !== null && typeof value !== 'string' ? `"${found}"` : null;
  return problemAt(span, path, { reason: 'wrong-value' }, { expected: lawOf(schema), found, suggestion });
}

function unknownWord(span: Span, path: Path, schema: SchemaNode, value: string): PlacedProblem {
  const choice = choiceAmong((schema.enum ?? []).map(String), value);
  return problemAt(span, path, { reason: 'unknown-value', what: whatOf(schema), value }, choice);
}

/** Such as `data set`. */
const whatOf = (schema: SchemaNode): string => (schema.title ?? 'word').toLowerCase();

/** A map that is too long is one problem, whatever is in it. */
export function tooManyEntries({ root, path, schema }: Fault): PlacedProblem {
  const node = nodeAt(root, path);
  const found = node?.kind === 'map' ? String(node.entries.size) : 'more';
  const what = (schema.title ?? 'entries').toLowerCase();
  const reason = { reason: 'too-many', what } as const;
  return problemAt(ownerSpan(root, path), path, reason, {
    expected: `at most ${schema.maxProperties}`,
    found,
  });
}
