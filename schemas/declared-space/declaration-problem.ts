/** What is wrong with a declaration, with the path of its place. */
import type { Misfit } from '../query.ts';

export type Path = readonly (string | number)[];

export interface DeclarationProblem extends Misfit {
  readonly kind: 'value' | 'key';
  readonly path: Path;
}

/** Collects them, so that all are told at once. */
export class DeclarationProblems {
  readonly found: DeclarationProblem[] = [];

  wrong(path: Path, expected: string, value: unknown, more: Pick<Misfit, 'among' | 'help'> = {}): void {
    this.found.push({ kind: 'value', path, expected, found: shown(value), ...more });
  }

  wrongKey(path: Path, expected: string, more: Pick<Misfit, 'among' | 'help'> = {}): void {
    this.found.push({ kind: 'key', path, expected, found: JSON.stringify(path.at(-1)), ...more });
  }
}

/** Found text that is no value of the file, such as `4 decisions`. */
export class Said {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function shown(value: unknown): string {
  if (value instanceof Said) return value.text;
  if (Array.isArray(value)) {
    if (value.length > 20) return `a list of ${value.length}`;
    const text = JSON.stringify(value);
    return text.length <= 60 ? text : `a list of ${value.length}`;
  }
  if (typeof value === 'object' && value !== null) return 'a map';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}..."`;
}

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Its entries in the order of the names, by code unit. */
export const entriesOf = (map: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] =>
  Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));

/** A map with no other keys than these; undefined and a problem for anything else. */
export function readMap(
  value: unknown,
  path: Path,
  keys: readonly string[],
  problems: DeclarationProblems,
): Readonly<Record<string, unknown>> | undefined {
  if (!isMap(value)) {
    problems.wrong(path, `a map with ${keys.join(', ')}`, value);
    return undefined;
  }
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) {
      problems.wrongKey([...path, key], `one of the keys ${keys.join(', ')}`, { among: keys });
    }
  }
  return value;
}

export const isIntegerIn = (value: unknown, low: number, high: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;
