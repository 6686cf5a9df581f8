/** The rows of data of two runs. */
import type { JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { isClose, type Verdict } from './verdict.ts';

/** @param before the locked rows; undefined when they are not at hand, so that nothing can be promised. */
export const compareRows = (before: JsonValue | undefined, now: JsonValue): Verdict =>
  before !== undefined && areClose(before, now) ? 'within tolerance' : 'differs';

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
