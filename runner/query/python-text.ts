/**
 * Reads a genotype as Python prints it, `Genotype(normal=[('sep_conv_3x3', 0), ...], normal_concat=range(2, 6), ...)`:
 * every log of DARTS and its relatives has one. It becomes the tree that JSON of the same content becomes.
 */
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type JsonField, type JsonMistake, type JsonNode, mistakeAt } from './json-text.ts';

const beginning = /\bGenotype\s*\(/;

export const looksLikePython = (text: string): boolean => beginning.test(text) && !/^\s*[{[]/.test(text);

/** What stands before the genotype, such as the date of a log or `DARTS_V2 =`, is passed over. */
export function parsePython(text: string): Result<JsonNode, JsonMistake> {
  const parser = new PythonParser(text, beginning.exec(text)?.index ?? 0);
  const node = parser.value(0);
  if (parser.mistake) return fail(parser.mistake);
  parser.end();
  return parser.mistake ? fail(parser.mistake) : ok(node);
}

const deepest = 20;
/** Numbers in a range; no cell has as many nodes. */
const longest = 1000;

const words: Readonly<Record<string, boolean | null | undefined>> = { True: true, False: false, None: null };

/** After the first mistake it reads nothing more, and what it returns is of no use. */
class PythonParser {
  mistake: JsonMistake | undefined;
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  value(depth: number): JsonNode {
    const start = this.#skipBlanks();
    if (depth > deepest) this.#expect(`at most ${deepest} levels`);
    if (this.#take('[')) return this.#list(start, ']', depth);
    if (this.#take('(')) return this.#list(start, ')', depth);
    const name = this.#match(/[A-Za-z_]\w*/y);
    if (name === 'range' && this.#take('(')) return this.#range(start, depth);
    if (name === 'Genotype' && this.#take('(')) return this.#fields(start, depth);
    if (name !== undefined) return this.#word(name, start);
    const number = this.#match(/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y);
    if (number !== undefined) return this.#scalar(Number(number), start);
    const literal = this.#match(/'[^'\\\n]*'|"[^"\\\n]*"/y);
    if (literal !== undefined) return this.#scalar(literal.slice(1, -1), start);
    this.#expect('a list, a tuple, a number or a text in quotes');
    return this.#scalar(null, start);
  }

  end(): void {
    if (this.#skipBlanks() < this.#text.length) this.#expect('nothing after the genotype');
  }

  #word(name: string, start: number): JsonNode {
    const value = Object.hasOwn(words, name) ? words[name] : undefined;
    if (value !== undefined) return this.#scalar(value, start);
    this.#at = start;
    this.#expect('Genotype(...), range(...) or a value');
    return this.#scalar(null, start);
  }

  #list(start: number, close: string, depth: number): JsonNode {
    const items: JsonNode[] = [];
    while (!this.mistake && !this.#takeAfterBlanks(close)) {
      items.push(this.value(depth + 1));
      this.#separator(close);
    }
    return { kind: 'list', items, start, end: this.#at };
  }

  /** `range(end)` or `range(start, end)`: the numbers from the first, 0 if there is none, to before the last. */
  #range(start: number, depth: number): JsonNode {
    const bounds = this.#list(start, ')', depth);
    const numbers =
      bounds.kind === 'list' ? bounds.items.map((item) => (item.kind === 'scalar' ? item.value : null)) : [];
    const [from, to] = numbers.length === 1 ? [0, numbers[0]] : numbers;
    const isRange = numbers.length <= 2 && Number.isInteger(from) && Number.isInteger(to);
    const count = Number(to) - Number(from);
    if (!isRange || count > longest) {
      this.#at = start;
      this.#expect(`range(start, end) of at most ${longest} integers`);
      return bounds;
    }
    const place = { start, end: this.#at };
    const items = Array.from(
      { length: Math.max(0, count) },
      (_, i): JsonNode => ({
        kind: 'scalar',
        value: Number(from) + i,
        ...place,
      }),
    );
    return { kind: 'list', items, ...place };
  }

  #fields(start: number, depth: number): JsonNode {
    const fields: JsonField[] = [];
    while (!this.mistake && !this.#takeAfterBlanks(')')) {
      const keyStart = this.#skipBlanks();
      const key = this.#match(/[A-Za-z_]\w*(?=\s*=)/y);
      const keySpan = { start: keyStart, end: this.#at };
      if (key === undefined) this.#expect('a name and `=`');
      else if (fields.some((field) => field.key === key)) {
        this.#at = keyStart;
        this.#expect('each name once');
      }
      this.#skipBlanks();
      this.#take('=');
      fields.push({ key: key ?? '', keySpan, value: this.value(depth + 1) });
      this.#separator(')');
    }
    return { kind: 'object', fields, start, end: this.#at };
  }

  #scalar(value: string | number | boolean | null, start: number): JsonNode {
    return { kind: 'scalar', value, start, end: this.#at };
  }

  #separator(close: string): void {
    if (this.#text[this.#skipBlanks()] !== close && !this.#take(',')) this.#expect(`\`,\` or \`${close}\``);
  }

  #take(letter: string): boolean {
    if (this.#text[this.#at] !== letter) return false;
    this.#at += 1;
    return true;
  }

  #takeAfterBlanks(letter: string): boolean {
    this.#skipBlanks();
    return this.#take(letter);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #skipBlanks(): number {
    this.#match(/\s*/y);
    return this.#at;
  }

  #expect(expected: string): void {
    this.mistake ??= mistakeAt(this.#text, this.#at, expected);
    // Nothing more can be taken, so that whoever reads comes to an end.
    this.#at = this.#text.length;
  }
}
