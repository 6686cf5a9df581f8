/**
 * Finds the part of the JSON Schema that speaks about a given value. It understands what the manifest schema uses:
 * references, alternatives told apart by `kind`, conditions on the type of the value or on the words in it.
 */
import type { JsonValue } from '../../schemas/json.ts';
import document from '../../schemas/manifest.schema.json' with { type: 'json' };
import type { Path } from '../manifest-tree/node.ts';

export interface SchemaNode {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: JsonValue;
  readonly const?: JsonValue;
  readonly enum?: readonly JsonValue[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly uniqueItems?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: SchemaNode;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly discriminator?: { readonly propertyName: string };
  readonly if?: SchemaNode;
  readonly then?: SchemaNode;
  readonly else?: SchemaNode;
  /** The law in words, where the keywords would read badly. */
  readonly 'x-expected'?: string;
}

const definitions: Readonly<Record<string, unknown>> = document.$defs;

/** The schema of a manifest that extends nothing, or whose base is merged already. */
export const manifestSchema: SchemaNode = { $ref: '#/$defs/manifest' };

/** The node that speaks about this value, or about an absent one: references followed, alternatives chosen. */
export function schemaFor(node: SchemaNode, value: unknown): SchemaNode {
  const schema = dereferenced(node);
  if (schema.if) return joined(schema, schemaFor(chosen(schema, value), value));
  const tag = schema.discriminator?.propertyName;
  if (!schema.oneOf || tag === undefined || typeof value !== 'object' || value === null) return schema;
  const kind = (value as Record<string, unknown>)[tag];
  return schema.oneOf.map(dereferenced).find((branch) => branch.properties?.[tag]?.const === kind) ?? schema;
}

/** The schema of one property or item, or undefined when there can be none of that name. */
export function childSchema(node: SchemaNode, value: unknown, key: string): SchemaNode | undefined {
  const { properties, patternProperties = {}, additionalProperties, items } = schemaFor(node, value);
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  const pattern = Object.keys(patternProperties).find((written) => new RegExp(written, 'u').test(key));
  if (pattern !== undefined) return patternProperties[pattern];
  if (items && Array.isArray(value)) return items;
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** The schema of the value at a path, resolved. */
export function schemaAt(root: JsonValue, path: Path): SchemaNode {
  let node: SchemaNode = manifestSchema;
  let value: unknown = root;
  for (const key of path) {
    node = childSchema(node, value, key) ?? {};
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return schemaFor(node, value);
}

/** The values that tell the alternatives apart, such as the kinds of methods. */
export function tagsOf({ oneOf = [], discriminator }: SchemaNode): string[] {
  const tag = discriminator?.propertyName ?? '';
  return oneOf.map((branch) => String(dereferenced(branch).properties?.[tag]?.const));
}

const chosen = (schema: SchemaNode, value: unknown): SchemaNode =>
  (meets(schema.if ?? {}, value) ? schema.then : schema.else) ?? {};

/** What a condition adds to a map with keys of its own; a schema that has none is its condition. */
function joined({ if: _, then: __, else: ___, ...own }: SchemaNode, branch: SchemaNode): SchemaNode {
  if (!own.properties) return branch;
  const added = Object.entries(branch.properties ?? {}).map(([key, property]) => [
    key,
    { ...own.properties?.[key], ...property },
  ]);
  return { ...own, properties: { ...own.properties, ...Object.fromEntries(added) } };
}

/** Whether a value has the type of a condition, the keys that it asks for, and the words that it names. */
function meets({ type, const: word, required = [], properties = {} }: SchemaNode, value: unknown): boolean {
  if (word !== undefined) return value === word;
  if (!hasType(value, type)) return false;
  const map = value as Readonly<Record<string, unknown>>;
  return (
    required.every((key) => Object.hasOwn(map, key)) &&
    Object.entries(properties).every(([key, condition]) => meets(condition, map[key]))
  );
}

function hasType(value: unknown, type: SchemaNode['type']): boolean {
  if (type === 'array') return Array.isArray(value);
  return type === 'object' && typeof value === 'object' && value !== null && !Array.isArray(value);
}

const followed = new WeakMap<SchemaNode, SchemaNode>();

/** What stands beside a reference wins over what it refers to. */
function dereferenced(node: SchemaNode): SchemaNode {
  const { $ref, ...own } = node;
  if ($ref === undefined) return node;
  const known = followed.get(node);
  if (known) return known;
  const target = { ...dereferenced(definition($ref)), ...own };
  followed.set(node, target);
  return target;
}

function definition(reference: string): SchemaNode {
  const found = definitions[reference.replace('#/$defs/', '')];
  if (found === undefined) throw new Error(`Internal error: the manifest schema has no ${reference}`);
  return found as SchemaNode;
}
