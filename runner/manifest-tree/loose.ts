/** Looks into a manifest that may be wrong elsewhere, so that one mistake does not hide the others. */
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';

const nothing: JsonObject = {};

/** The map under a key, or an empty one. */
export const mapIn = (map: JsonObject, key: string): JsonObject => {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  return isJsonObject(value) ? value : nothing;
};

/** The entries of the map under a key that are maps themselves. */
export const mapsIn = (map: JsonObject, key: string): [string, JsonObject][] =>
  Object.entries(mapIn(map, key)).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1]));

export const listIn = (map: JsonObject, key: string): readonly JsonValue[] => {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  return Array.isArray(value) ? value : [];
};

export const textIn = (map: JsonObject, key: string): string | undefined => {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** An integer of at least `least`; anything else is undefined. */
export const countIn = (map: JsonObject, key: string, least = 1): number | undefined => {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  return typeof value === 'number' && Number.isInteger(value) && value >= least ? value : undefined;
};
