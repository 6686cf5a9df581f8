/** What the keys of a matrix name: a setting of the method, a value in it, or a value of the manifest. */
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import type { Path } from '../manifest-tree/node.ts';

/** Parts of a manifest that a matrix may vary, besides the settings of its method. */
export const variedParts = ['task', 'space', 'stages'] as const;

export type VariedPart = (typeof variedParts)[number];

export interface MatrixPath {
  /** Null: the settings of the method. */
  readonly part: VariedPart | null;
  readonly path: Path;
}

export function matrixPath(key: string): MatrixPath {
  const [first = '', ...rest] = key.split('.');
  const part = variedParts.find((name) => name === first && rest.length > 0) ?? null;
  return part === null ? { part, path: [first, ...rest] } : { part, path: rest };
}

/** Whether the key leads further than to a setting of the method. */
export const isDotted = (key: string): boolean => key.includes('.');

/** The map with the value at the path replaced; maps that are missing on the way are made. */
export function withValueAt(map: JsonObject, [key = '', ...below]: Path, value: JsonValue): JsonObject {
  if (below.length === 0) return { ...map, [key]: value };
  const inner = Object.hasOwn(map, key) ? map[key] : undefined;
  return { ...map, [key]: withValueAt(isJsonObject(inner) ? inner : {}, below, value) };
}
