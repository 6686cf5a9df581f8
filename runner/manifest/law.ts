/** Laws and values in words, for messages and for the generated documentation. */
import type { Node } from '../manifest-tree/node.ts';
import { anyOf } from '../manifest-tree/suggest.ts';
import type { SchemaNode } from './schema.ts';

/** What a schema demands of a value, such as `an integer >= 1`. */
export function lawOf(schema: SchemaNode): string {
  if (schema['x-expected'] !== undefined) return schema['x-expected'];
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum) return anyOf(schema.enum.map(String));
  if (schema.minProperties !== undefined) return 'a map with at least one entry';
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  return `${typeWords[String(type)] ?? 'a map'}${rangeOf(schema)}`;
}

const typeWords: Readonly<Record<string, string>> = {
  integer: 'an integer',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
};

function rangeOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: SchemaNode): string {
  const low = minimum ?? exclusiveMinimum;
  const high = maximum ?? exclusiveMaximum;
  if (low === undefined && high === undefined) return '';
  if (high === undefined) return exclusiveMinimum === undefined ? ` >= ${low}` : ` > ${low}`;
  if (low === undefined) return exclusiveMaximum === undefined ? ` <= ${high}` : ` < ${high}`;
  const open = exclusiveMinimum === undefined ? '[' : '(';
  const close = exclusiveMaximum === undefined ? ']' : ')';
  return ` in ${open}${low}, ${high}${close}`;
}

/** A written value, as short as a message needs it. */
export function describeNode(node: Node): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.kind === 'map') return node.entries.size === 0 ? 'an empty map' : 'a map';
  if (node.value === null) return 'nothing';
  if (typeof node.value === 'string') return JSON.stringify(node.value);
  return writtenText(node) || String(node.value);
}

/** Digits as they were written: `1902.0760` is not `1902.076`. */
export function writtenText({ span }: Node): string {
  return span.source.text.slice(span.start, span.end).trim();
}
