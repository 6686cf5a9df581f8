/**
 * The canonical encoding: one value, one sequence of bytes, on every machine and in every locale.
 * Keys are sorted by UTF-16 code unit (never by locale), there is no white space, numbers are written as
 * JavaScript writes them (the shortest text that reads back as the same double), and whatever JSON would
 * silently drop or change (undefined, NaN, infinities, -0, dates, maps) is refused.
 */
import { hash } from 'node:crypto';
import { type Sha256, toSha256 } from './ids.ts';

/**
 * Encodings of objects that were seen before, for callers that encode many values with large parts in common. The
 * objects must not change while the memo is in use.
 */
export type EncodingMemo = WeakMap<object, string>;

/** @throws TypeError naming the path of the first value that has no canonical form. */
export function canonicalJson(value: unknown, memo?: EncodingMemo): string {
  const text = encode(value, memo);
  // Looking for the place only when something was refused keeps the common case fast.
  if (text === undefined)
    throw refusal(value, '$') ?? new Error('Internal error: a value was refused without a reason');
  return text;
}

/** SHA-256 of bytes, or of the UTF-8 bytes of a text. */
export function sha256(data: string | Uint8Array): Sha256 {
  return toSha256(hash('sha256', data));
}

/** SHA-256 of the canonical encoding of a value. */
export const canonicalDigest = (value: unknown): Sha256 => sha256(canonicalJson(value));

/** Code-unit order, the only order that is allowed to reach a hash or a report. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** @returns undefined when the value, or something in it, has no canonical form. */
function encode(value: unknown, memo?: EncodingMemo): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? String(value) : undefined;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return encodeArray(value, memo);
      return isPlain(value) ? encodeObject(value, memo) : undefined;
    default:
      return undefined;
  }
}

function encodeArray(items: readonly unknown[], memo: EncodingMemo | undefined): string | undefined {
  const parts: string[] = [];
  // By index, since a hole in an array is an undefined value.
  for (let i = 0; i < items.length; i++) {
    const part = encode(items[i], memo);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return `[${parts.join(',')}]`;
}

function encodeObject(value: object, memo: EncodingMemo | undefined): string | undefined {
  const known = memo?.get(value);
  if (known !== undefined) return known;
  const parts: string[] = [];
  // The default order of sort() is by UTF-16 code unit, and faster than a comparison of ours.
  for (const key of Object.keys(value).sort()) {
    const part = encode((value as Record<string, unknown>)[key], memo);
    if (part === undefined) return undefined;
    parts.push(`${JSON.stringify(key)}:${part}`);
  }
  const text = `{${parts.join(',')}}`;
  memo?.set(value, text);
  return text;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The error for the first value that has no canonical form, in the order of encoding; undefined when all have one. */
function refusal(value: unknown, path: string): TypeError | undefined {
  const isContainer = typeof value === 'object' && value !== null && (Array.isArray(value) || isPlain(value));
  if (!isContainer) return encode(value) === undefined ? refused(path, describe(value)) : undefined;
  const items = Array.isArray(value)
    ? Array.from(value, (item: unknown, i) => [`${path}[${i}]`, item] as const)
    : Object.entries(value)
        .sort(([a], [b]) => byCodeUnit(a, b))
        .map(([key, item]) => [`${path}.${key}`, item] as const);
  for (const [at, item] of items) {
    const found = refusal(item, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function describe(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  return typeof value === 'object' && value !== null ? value.constructor.name : typeof value;
}

function refused(path: string, found: string): TypeError {
  return new TypeError(`Expected plain JSON data at ${path}, got \`${found}\`, which has no canonical form`);
}
