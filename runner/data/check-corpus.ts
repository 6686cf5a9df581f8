/**
 * Corpora are text files of words separated by white space; a line ends a sentence and counts as a word. Each file of a
 * published corpus must have the published number of words, so that none is cut; and held-out texts have no other words
 * than the training text. Windows line ends and a byte-order mark change no word.
 */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { type DataSetName, publishedCorpora } from '../../schemas/data.ts';
import type { PublishedCorpus } from '../../schemas/data-sets/data-set.ts';
import { visibleText } from '../util/visible-text.ts';
import type { DataProblem } from './data-problem.ts';
import type { SourceFile } from './source-file.ts';

/** The first thing wrong with each file, if any. */
export function checkCorpus(name: DataSetName, files: readonly SourceFile[]): readonly DataProblem[] {
  const published: Readonly<Record<string, PublishedCorpus>> = publishedCorpora;
  const info = Object.hasOwn(published, name) ? published[name] : undefined;
  const words = new Set<string>();
  return files.flatMap((file, i) => checkText(name, file, info, words, i === 0));
}

function checkText(
  name: DataSetName,
  { name: file, copy, shownAs: path }: SourceFile,
  info: PublishedCorpus | undefined,
  words: Set<string>,
  trains: boolean,
): readonly DataProblem[] {
  const bytes = readFileSync(copy);
  if (!isUtf8(bytes)) return [unreadable(name, path, 'is not valid UTF-8; save it as UTF-8')];
  const text = bytes.toString('utf8');
  if (!/\S/u.test(text)) return [unreadable(name, path, 'holds no word')];
  const counted = count(text, words, trains);
  if ('word' in counted) {
    const expected = 'a word of the training text';
    return [{ reason: 'source-text', name, path, ...counted.at, expected, found: `\`${counted.word}\`` }];
  }
  const expected = info?.words[file];
  if (expected !== undefined && expected !== counted.words) {
    return [{ reason: 'source-words', name, path, which: 'words', expected, found: counted.words }];
  }
  const different = info?.vocabulary;
  if (!trains || different === undefined || different === words.size) return [];
  const which = 'different words';
  return [{ reason: 'source-words', name, path, which, expected: different, found: words.size }];
}

interface UnknownWord {
  readonly word: string;
  readonly at: { readonly line: number; readonly column: number };
}

/** The number of words, line ends among them; or the first word that the training text has not. */
function count(text: string, known: Set<string>, trains: boolean): { readonly words: number } | UnknownWord {
  const lines = text.split('\n');
  // What follows the last line break is no line.
  if (lines.at(-1) === '') lines.pop();
  let words = 0;
  for (const [i, line] of lines.entries()) {
    for (const { 0: word, index } of line.matchAll(/\S+/g)) {
      words += 1;
      if (trains) known.add(word);
      else if (!known.has(word)) {
        return { word: visibleText(word.slice(0, 40)), at: { line: i + 1, column: index + 1 } };
      }
    }
    words += 1;
  }
  if (trains) known.add('<eos>');
  return { words };
}

/** Only the command that converts a table can read it; an empty file is wrong in any case. */
export function checkTable(name: DataSetName, { copy, shownAs }: SourceFile): readonly DataProblem[] {
  return readFileSync(copy).length > 0 ? [] : [unreadable(name, shownAs, 'is empty')];
}

const unreadable = (name: DataSetName, path: string, detail: string): DataProblem => ({
  reason: 'source-unreadable',
  name,
  path,
  detail,
});
