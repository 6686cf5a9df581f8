/** Corpora are text files of words separated by white space; a line ends a sentence. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { DataSetName } from '../../schemas/data.ts';
import type { DataProblem } from './data-problem.ts';
import type { SourceFile } from './source-file.ts';

/** The first thing wrong with a file, if any. */
export function checkCorpus(name: DataSetName, { copy, shownAs }: SourceFile): readonly DataProblem[] {
  const bytes = readFileSync(copy);
  if (!isUtf8(bytes)) return [unreadable(name, shownAs, 'is not valid UTF-8')];
  return /\S/u.test(bytes.toString('utf8')) ? [] : [unreadable(name, shownAs, 'holds no word')];
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
