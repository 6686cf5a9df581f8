/**
 * Whether the files of a registered set that stay where they are are still there: behind a link in the folder of the set, each with a line
 * in its list. Their bytes are checked by whoever reads them.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSetName } from '../../schemas/data.ts';
import type { DataProblem } from './data-problem.ts';

export interface Listed {
  /** Names of the link and of the list, in the folder of the set. */
  readonly link: string;
  readonly list: string;
  /** Words of a line before the number of bytes, which the name of the file follows. */
  readonly wordsBefore: number;
}

/**
 * `quick` looks for the folder behind the link; `full` at the size of every file, and names the first that is missing or has
 * another. The list must be the one that was written when the set was added.
 */
export function checkListed(
  name: DataSetName,
  folder: string,
  how: 'quick' | 'full',
  { link, list, wordsBefore }: Listed,
): readonly DataProblem[] {
  const behind = join(folder, link);
  if (!statSync(behind, { throwIfNoEntry: false })?.isDirectory()) {
    return [{ reason: 'data-file-missing', name, path: behind }];
  }
  if (how === 'quick') return [];
  for (const line of readFileSync(join(folder, list), 'utf8').split('\n')) {
    if (line === '') continue;
    const [bytes, ...words] = line.split(' ').slice(wordsBefore);
    const path = join(behind, words.join(' '));
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined) return [{ reason: 'data-file-missing', name, path }];
    if (state.size !== Number(bytes)) {
      return [{ reason: 'data-file-size', name, path, expectedBytes: Number(bytes), foundBytes: state.size }];
    }
  }
  return [];
}
