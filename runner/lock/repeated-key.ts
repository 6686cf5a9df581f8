/**
 * A name that stands twice in one object of a JSON text. A reader of the text sees the first, a parser keeps the last, so
 * that what a person checks would not be what is compared.
 */

interface Level {
  /** Names that this object has so far; undefined in a list. */
  readonly names: Set<string> | undefined;
  readonly path: string;
  /** The name whose value is being read. */
  current: string;
}

/** Strings with the colon that makes them names, and what opens and closes a level. */
const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;

/** @param text valid JSON. @returns JSON pointer of the first repeated name. */
export function repeatedKey(text: string): string | undefined {
  const levels: Level[] = [];
  for (const [token, colon] of text.matchAll(tokens)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      const path = level?.names === undefined ? (level?.path ?? '') : `${level.path}/${level.current}`;
      levels.push({ names: token === '{' ? new Set() : undefined, path, current: '' });
    } else if (token === '}' || token === ']') {
      levels.pop();
    } else if (colon !== undefined && level?.names !== undefined) {
      const text = token.slice(0, -colon.length);
      const name: string = text.includes('\\') ? JSON.parse(text) : text.slice(1, -1);
      if (level.names.has(name)) return `${level.path}/${name}`;
      level.names.add(name);
      level.current = name;
    }
  }
  return undefined;
}
