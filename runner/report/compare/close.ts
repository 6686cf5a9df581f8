/** Data of two runs that are equal but for the last digits of numbers. */
import type { JsonValue } from '../../../schemas/json.ts';
import { isJsonObject } from '../../../schemas/manifest.ts';
import { isClose } from './verdict.ts';

/** Equal but for numbers, which may be apart by the relative tolerance. */
export function areClose(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (typeof a === 'number' && typeof b === 'number') return isClose(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => areClose(item, b[i]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && areClose(a[key], b[key]))
  );
}
