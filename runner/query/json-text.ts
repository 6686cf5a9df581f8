/** Reads JSON text and remembers where each value and key stands, so that messages can point at them. */

import { fail, ok, type Result } from '../../schemas/result.ts';
import { visibleText } from '../util/visible-text.ts';

/** Offsets in the text, in UTF-16 code units. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export type JsonNode = TextSpan &
  (
    | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
    | { readonly kind: 'list'; readonly items: readonly JsonNode[] }
    | { readonly kind: 'object'; readonly fields: readonly JsonField[] }
  );

export interface JsonField {
  readonly key: string;
  readonly keySpan: TextSpan;
  readonly value: JsonNode;
}

export interface JsonMistake {
  readonly at: TextSpan;
  readonly expected: string;
  readonly found: string;
}

const deepest = 200;

export function parseJson(text: string): Result<JsonNode, JsonMistake> {
  const parser = new JsonParser(text);
  try {
    return ok(parser.document());
  } catch (error) {
    if (error instanceof Mistake) return fail(error.mistake);
    throw error;
  }
}

/** Plain data. */
export function plainValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainValue);
    case 'object':
      return Object.fromEntries(node.fields.map(({ key, value }) => [key, plainValue(value)]));
    default:
      return node satisfies never;
  }
}

/** Where a path leads; for a path that leads nowhere, the nearest value above. */
export function spanAt(node: JsonNode, path: readonly (string | number)[], ofKey: boolean): TextSpan {
  const [step, ...rest] = path;
  if (step === undefined) return node;
  if (node.kind === 'object') {
    const field = node.fields.find(({ key }) => key === step);
    if (!field) return node;
    return ofKey && rest.length === 0 ? field.keySpan : spanAt(field.value, rest, ofKey);
  }
  const item = node.kind === 'list' ? node.items[Number(step)] : undefined;
  return item ? spanAt(item, rest, ofKey) : node;
}

/** Something else than what was expected stands at `start`. */
export function mistakeAt(text: string, start: number, expected: string): JsonMistake {
  const [word = ''] = /^(?:[\w.+-]+|[^\s])/u.exec(text.slice(start, start + 40)) ?? [];
  const shown = word === '' ? 'a line break' : `\`${visibleText(word)}\``;
  const found = start >= text.length ? 'the end of the text' : shown;
  return { at: { start, end: start + Math.max(1, word.length) }, expected, found };
}

class Mistake extends Error {
  readonly mistake: JsonMistake;
  constructor(mistake: JsonMistake) {
    super(mistake.expected);
    this.mistake = mistake;
  }
}

class JsonParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    // Some editors begin a file with a byte-order mark.
    this.#text = text.startsWith('\u{feff}') ? ` ${text.slice(1)}` : text;
  }

  document(): JsonNode {
    const node = this.#value(0);
    this.#skipBlanks();
    if (this.#at < this.#text.length) this.#refuse('nothing after the value');
    return node;
  }

  #value(depth: number): JsonNode {
    this.#skipBlanks();
    if (depth > deepest) this.#refuse(`at most ${deepest} levels`);
    const start = this.#at;
    const letter = this.#text[start];
    if (letter === '{') return this.#object(start, depth);
    if (letter === '[') return this.#list(start, depth);
    const value = letter === '"' ? this.#string() : this.#word();
    return { kind: 'scalar', value, start, end: this.#at };
  }

  #object(start: number, depth: number): JsonNode {
    const fields: JsonField[] = [];
    const keys = new Set<string>();
    this.#at += 1;
    for (this.#skipBlanks(); this.#text[this.#at] !== '}'; this.#skipBlanks()) {
      if (fields.length > 0) this.#take(',', '`,` or `}`');
      this.#skipBlanks();
      const keyStart = this.#at;
      if (this.#text[keyStart] !== '"') this.#refuse('a key in double quotes');
      const key = this.#string();
      const keySpan = { start: keyStart, end: this.#at };
      if (keys.has(key)) {
        throw new Mistake({ at: keySpan, expected: 'each key once', found: `${JSON.stringify(key)} again` });
      }
      keys.add(key);
      this.#skipBlanks();
      this.#take(':', '`:`');
      fields.push({ key, keySpan, value: this.#value(depth + 1) });
    }
    this.#at += 1;
    return { kind: 'object', fields, start, end: this.#at };
  }

  #list(start: number, depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.#at += 1;
    for (this.#skipBlanks(); this.#text[this.#at] !== ']'; this.#skipBlanks()) {
      if (items.length > 0) this.#take(',', '`,` or `]`');
      items.push(this.#value(depth + 1));
    }
    this.#at += 1;
    return { kind: 'list', items, start, end: this.#at };
  }

  #string(): string {
    const literal = /"(?:[^"\\\p{Cc}]|\\.)*"/uy;
    literal.lastIndex = this.#at;
    const [found] = literal.exec(this.#text) ?? [];
    if (found === undefined) return this.#refuse('a text that ends with `"` on its line');
    try {
      const value: unknown = JSON.parse(found);
      this.#at += found.length;
      return String(value);
    } catch {
      return this.#refuse('a text with escapes that JSON knows');
    }
  }

  #word(): number | boolean | null {
    const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    literal.lastIndex = this.#at;
    const [found] = literal.exec(this.#text) ?? [];
    const after = this.#text[this.#at + (found?.length ?? 0)] ?? ' ';
    if (found === undefined || /[\w.+-]/.test(after)) return this.#refuse('a JSON value');
    this.#at += found.length;
    return JSON.parse(found) as number | boolean | null;
  }

  #take(letter: string, expected: string): void {
    if (this.#text[this.#at] !== letter) this.#refuse(expected);
    this.#at += 1;
  }

  #skipBlanks(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #refuse(expected: string): never {
    throw new Mistake(mistakeAt(this.#text, this.#at, expected));
  }
}
