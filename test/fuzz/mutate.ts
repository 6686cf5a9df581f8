/** Makes broken inputs out of good ones: bytes, words, lines and brackets are changed, doubled, moved and multiplied. */
import type { FuzzRandom } from './random.ts';

type Mutation = (text: string, random: FuzzRandom) => string;

/** Words that have broken some reader somewhere. */
const nasty = [
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  '~',
  '',
  '-0',
  '1e-3',
  '1e999',
  '-1',
  '0xA',
  '0.1e1',
  '4294967296',
  '9007199254740993',
  'NaN',
  '.inf',
  '"\\ud800"',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '\ufeff',
  '\r\n',
  '\t',
  '../../x',
  '&a',
  '*a',
  '<<: *a',
  '!!binary x',
  '---\n',
  '#',
  '[',
  '{',
  ']',
  '}',
  '(',
  '- ',
  '? ',
  ': ',
  '|\n',
  "'",
  '"',
];

const at = (text: string, random: FuzzRandom): number => random.below(text.length + 1);

const splice = (text: string, from: number, to: number, put: string): string =>
  text.slice(0, from) + put + text.slice(to);

/** A piece so often, up to a length that every reader should refuse in time. */
const many = (piece: string, times: number): string =>
  piece.repeat(Math.min(times, Math.ceil(200_000 / Math.max(1, piece.length))));

/** A stretch of the text, mostly short. */
function stretch(text: string, random: FuzzRandom): readonly [number, number] {
  const from = at(text, random);
  return [from, Math.min(text.length, from + random.below(random.next() < 0.8 ? 12 : 400))];
}

/** The places of words and numbers. */
function wordAt(text: string, random: FuzzRandom): readonly [number, number] {
  const words = [...text.slice(0, 20_000).matchAll(/[\w.+-]+/g)];
  if (words.length === 0) return [0, 0];
  const word = random.pick(words);
  return [word.index, word.index + word[0].length];
}

function lineAt(text: string, random: FuzzRandom): readonly [number, number] {
  const middle = at(text, random);
  const from = text.lastIndexOf('\n', middle - 1) + 1;
  const to = text.indexOf('\n', middle);
  return [from, to < 0 ? text.length : to + 1];
}

const mutations: readonly Mutation[] = [
  // A character, a stretch, a line or the rest goes away.
  (text, random) => splice(text, ...stretch(text, random), ''),
  (text, random) => splice(text, ...lineAt(text, random), ''),
  (text, random) => text.slice(0, at(text, random)),
  // Another character.
  (text, random) => {
    const place = at(text, random);
    return splice(
      text,
      place,
      place + 1,
      String.fromCharCode(random.below(random.next() < 0.9 ? 128 : 0x10000)),
    );
  },
  // Something nasty, in the place of a word or between others.
  (text, random) => splice(text, ...wordAt(text, random), random.pick(nasty)),
  (text, random) => {
    const place = at(text, random);
    return splice(text, place, place, random.pick(nasty));
  },
  // One word in the place of another; a line twice, or elsewhere.
  (text, random) => splice(text, ...wordAt(text, random), text.slice(...wordAt(text, random))),
  (text, random) => {
    const [from, to] = lineAt(text, random);
    return splice(text, from, from, text.slice(from, to));
  },
  (text, random) => {
    const place = lineAt(text, random)[0];
    return splice(text, place, place, text.slice(...lineAt(text, random)));
  },
  // Brackets in each other, all of them closed.
  (text, random) => {
    const depth = random.pick([30, 100, 20_000]);
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"a":', '}'],
      ['(', ')'],
    ] as const);
    return splice(text, ...wordAt(text, random), `${many(open, depth)}1${many(close, depth)}`);
  },
  // Another indentation.
  (text, random) => {
    const [from] = lineAt(text, random);
    return splice(text, from, from, ' '.repeat(random.below(5)));
  },
  // Much of something.
  (text, random) => {
    const place = at(text, random);
    const piece = random.next() < 0.5 ? random.pick(nasty) : text.slice(...stretch(text, random));
    return splice(text, place, place, many(piece, random.pick([10, 1000, 30_000])));
  },
  (text, random) => {
    const [from, to] = lineAt(text, random);
    return splice(text, from, to, many(text.slice(from, to), random.pick([10, 3000])));
  },
];

/** A handful of changes, mostly few. */
export function mutate(text: string, random: FuzzRandom): string {
  let changed = text;
  const count = 1 + random.below(random.next() < 0.8 ? 3 : 10);
  for (let i = 0; i < count; i += 1) changed = random.pick(mutations)(changed, random).slice(0, 400_000);
  return changed;
}

/** Bytes that are no text too. */
export function mutateBytes(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let i = 1 + random.below(8); i > 0; i -= 1) copy[random.below(copy.length)] = random.below(256);
  return random.next() < 0.3 ? copy.subarray(0, random.below(copy.length + 1)) : copy;
}
