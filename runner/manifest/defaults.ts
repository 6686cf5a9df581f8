import type { JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { childSchema, type SchemaNode, schemaFor } from './schema.ts';

/** A copy of a valid value in which whatever is absent has the default of the schema. */
export function withDefaults(schema: SchemaNode, value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item: JsonValue) => withDefaults(childSchema(schema, value, '0') ?? {}, item));
  }
  if (!isJsonObject(value)) return value;
  const filled: Record<string, JsonValue> = { ...value };
  for (const [key, property] of Object.entries(schemaFor(schema, value).properties ?? {})) {
    const fallback = schemaFor(property, undefined).default;
    if (!Object.hasOwn(filled, key) && fallback !== undefined) filled[key] = fallback;
  }
  return Object.fromEntries(
    Object.entries(filled).map(([key, item]) => [
      key,
      withDefaults(childSchema(schema, value, key) ?? {}, item),
    ]),
  );
}
