/**
 * The UCI handwritten digits: text files of one image a line, 64 pixels from 0 to 16 and a class from 0 to 9,
 * separated by commas. Lines that begin with `#` are comments. Windows line ends and a byte-order mark are passed over.
 */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Sha256, toSha256 } from '../../schemas/ids.ts';
import type { HashedFile } from '../util/hash-file.ts';
import { visibleText } from '../util/visible-text.ts';
import type { DataNotice, DataProblem } from './data-problem.ts';
import type { SourceFile } from './source-file.ts';

const pixels = 64;
const largestPixel = 16;
const largestClass = 9;

const knownDigests: Readonly<Record<string, Sha256>> = {
  'optdigits.tra': toSha256('a6d20dd0016ea85e8e207860d7b59411b07ddd18981ab250fa0ce37525570ab7'),
  'optdigits.hol': toSha256('4e93dfa93f501c29e4b6e1db417db68be20a7acafd85e52939e04369ecde386a'),
  'optdigits.tes': toSha256('94d7b3c067125a5f6a6d51cf1dc8e95de7d731e41c7f1e714897330242949464'),
};

/** The first thing wrong with a file, if any. */
export function checkOptdigits({ copy, shownAs }: SourceFile): readonly DataProblem[] {
  const bytes = readFileSync(copy);
  if (!isUtf8(bytes)) {
    const detail = 'is no text in UTF-8; save it as such';
    return [{ reason: 'source-unreadable', name: 'optdigits', path: shownAs, detail }];
  }
  const lines = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  let rows = 0;
  for (const [i, line] of lines.entries()) {
    if (line.startsWith('#')) continue;
    const wrong = checkRow(line);
    if (wrong !== null) {
      return [{ reason: 'source-text', name: 'optdigits', path: shownAs, line: i + 1, ...wrong }];
    }
    rows += 1;
  }
  if (rows > 0) return [];
  const expected = 'at least one row';
  return [
    {
      reason: 'source-text',
      name: 'optdigits',
      path: shownAs,
      line: lines.length + 1,
      column: 1,
      expected,
      found: 'the end',
    },
  ];
}

/** Other files of the right form are welcome, but not silently: they are other data. */
export function optdigitsNotice({ shownAs }: SourceFile, { digest }: HashedFile): readonly DataNotice[] {
  const known = knownDigests[basename(shownAs)];
  return known === undefined || known === digest
    ? []
    : [{ reason: 'unknown-digest', path: shownAs, known, found: digest }];
}

interface BadField {
  readonly column: number;
  readonly expected: string;
  readonly found: string;
}

function checkRow(line: string): BadField | null {
  const fields = line.split(',');
  let column = 1;
  for (const [i, field] of fields.slice(0, pixels + 1).entries()) {
    const largest = i < pixels ? largestPixel : largestClass;
    if (!/^\d{1,2}$/.test(field) || Number(field) > largest) {
      const what = i < pixels ? `pixel ${i + 1}` : 'the class';
      return { column, expected: `${what}, an integer from 0 to ${largest}`, found: shorten(field) };
    }
    column += field.length + 1;
  }
  if (fields.length === pixels + 1) return null;
  return {
    column: fields.length > pixels + 1 ? column : line.length + 1,
    expected: `${pixels + 1} integers`,
    found: String(fields.length),
  };
}

function shorten(text: string): string {
  if (text === '') return 'nothing';
  return `\`${visibleText(text.length > 20 ? `${text.slice(0, 20)}…` : text)}\``;
}
