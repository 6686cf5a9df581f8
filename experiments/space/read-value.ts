/** Small readers of JSON values that collect what is wrong, each with the path of its place. */
import type { QueryProblem } from '../../schemas/query.ts';

export type Path = readonly (string | number)[];

export class Problems {
  readonly found: QueryProblem[] = [];

  wrong(path: Path, expected: string, value: unknown, among?: readonly string[]): void {
    const misfit = { expected, found: shown(value) };
    this.found.push({ kind: 'value', path, ...misfit, ...(among ? { among } : {}) });
  }

  unknownKey(path: Path, key: string, known: readonly string[]): void {
    const expected = `one of the keys ${known.join(', ')}`;
    this.found.push({
      kind: 'key',
      path: [...path, key],
      expected,
      found: JSON.stringify(key),
      among: known,
    });
  }
}

/**
 * An object with these keys. Others may be there and mean nothing; they are named only when a key is missing, since one
 * may be that key misspelt.
 */
export function readObject(
  value: unknown,
  path: Path,
  keys: readonly string[],
  problems: Problems,
): Readonly<Record<string, unknown>> | undefined {
  const keyList = keys.map((key) => `\`${key}\``).join(', ');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.wrong(path, `an object with ${keyList}`, value);
    return undefined;
  }
  const object = value as Readonly<Record<string, unknown>>;
  const missing = keys.filter((key) => !Object.hasOwn(object, key));
  if (missing.length === 0) return object;
  for (const key of Object.keys(object)) {
    if (!keys.includes(key)) problems.unknownKey(path, key, keys);
  }
  const lacking = missing.map((key) => `\`${key}\``).join(' and ');
  problems.wrong(path, `an object with ${keyList}`, new Lacking(lacking));
  return undefined;
}

/** A list, empty where the value is none. */
export function readList(value: unknown, path: Path, what: string, problems: Problems): readonly unknown[] {
  if (Array.isArray(value)) return value;
  problems.wrong(path, `a list of ${what}`, value);
  return [];
}

/** Distinct integers of a range, in any order. */
export function readIntegers(
  value: unknown,
  path: Path,
  { min, max }: { readonly min: number; readonly max: number },
  problems: Problems,
): readonly number[] {
  if (!Array.isArray(value) || value.length === 0) {
    problems.wrong(path, `a list of different integers in [${min}, ${max}]`, value);
    return [];
  }
  const items: readonly unknown[] = value;
  items.forEach((item, i) => {
    if (!isIntegerIn(item, min, max)) problems.wrong([...path, i], `an integer in [${min}, ${max}]`, item);
    else if (items.indexOf(item) < i) problems.wrong([...path, i], 'each node once', item);
  });
  return items as readonly number[];
}

export const isIntegerIn = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

/** The genotype inside an `architecture.json`, and its path. */
export function unwrapped(value: unknown, space: string, problems: Problems): readonly [unknown, Path] {
  if (typeof value !== 'object' || value === null || !('genotype' in value)) return [value, []];
  if ('space' in value && value.space !== space) {
    problems.wrong(['space'], `"${space}", the space that was asked for`, value.space);
  }
  return [value.genotype, ['genotype']];
}

class Lacking {
  readonly #keys: string;
  constructor(keys: string) {
    this.#keys = keys;
  }
  toString(): string {
    return `one without ${this.#keys}`;
  }
}

/** A value as a message shows it. */
function shown(value: unknown): string {
  if (value instanceof Lacking) return String(value);
  if (Array.isArray(value)) {
    const text = JSON.stringify(value);
    return text.length <= 40 ? text : `a list of ${value.length}`;
  }
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}..."`;
}
