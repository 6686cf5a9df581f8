/** The digits of published numbers, which a number itself has lost: `3.00` and `3` are one number. */
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { childOf, type Node } from '../manifest-tree/node.ts';
import { writtenText } from './law.ts';

/** A copy of a report's `published` in which each value has its digits, where they say more than its number. */
export function withWrittenDigits(published: JsonValue, node: Node | undefined): JsonValue {
  if (!isJsonObject(published) || node === undefined) return published;
  const copy = Object.fromEntries(
    Object.entries(published).map(([key, value]) => [key, withWrittenDigits(value, childOf(node, key))]),
  );
  const written = digitsIn(published, node);
  return Object.keys(written).length === 0 ? copy : { ...copy, written };
}

function digitsIn(values: JsonObject, node: Node): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const child = childOf(node, key);
      if (typeof value !== 'number' || child === undefined) return [];
      const text = writtenText(child);
      return /^-?\d+\.\d+$/.test(text) && text !== String(value) ? [[key, text]] : [];
    }),
  );
}
