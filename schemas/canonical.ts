/**
 * The canonical encoding: one value, one sequence of bytes, on every machine and in every locale.
 * Keys are sorted by UTF-16 code unit (never by locale), there is no white space, numbers are written as
 * JavaScript writes them (the shortest text that reads back as the same double), and whatever JSON would
 * silently drop or change (undefined, NaN, infinities, -0, dates, maps) is refused.
 */
import { createHash } from 'node:crypto';
import { type Sha256, toSha256 } from './ids.ts';

/** @throws TypeError naming the path of the first value that has no canonical form. */
export function canonicalJson(value: unknown): string {
  return encode(value, '$');
}

/** SHA-256 of bytes, or of the UTF-8 bytes of a text. */
export function sha256(data: string | Uint8Array): Sha256 {
  return toSha256(createHash('sha256').update(data).digest('hex'));
}

/** SHA-256 of the canonical encoding of a value. */
export const canonicalDigest = (value: unknown): Sha256 => sha256(canonicalJson(value));

/** Code-unit order, the only order that is allowed to reach a hash or a report. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function encode(value: unknown, path: string): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return encodeNumber(value, path);
    case 'object':
      return value === null ? 'null' : encodeObject(value, path);
    default:
      throw refused(path, typeof value);
  }
}

function encodeNumber(value: number, path: string): string {
  if (!Number.isFinite(value) || Object.is(value, -0))
    throw refused(path, Object.is(value, -0) ? '-0' : String(value));
  return String(value);
}

function encodeObject(value: object, path: string): string {
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item: unknown, i) => encode(item, `${path}[${i}]`)).join(',')}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw refused(path, value.constructor.name);
  const entries = Object.entries(value).sort(([a], [b]) => byCodeUnit(a, b));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${encode(item, `${path}.${key}`)}`).join(',')}}`;
}

function refused(path: string, found: string): TypeError {
  return new TypeError(`Expected plain JSON data at ${path}, got \`${found}\`, which has no canonical form`);
}
