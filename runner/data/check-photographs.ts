/** Whether the photographs of a registered set are still there. Their bytes are checked by whoever reads them. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { photographListName, photographsName } from '../../schemas/data-sets/imagenet.ts';
import type { DataProblem } from './data-problem.ts';

const name = 'imagenet';

/**
 * `quick` looks for the folder; `full` at the size of every photograph, and names the first that is missing or has
 * another. The list must be the one that was written when the set was added.
 */
export function checkPhotographs(folder: string, how: 'quick' | 'full'): readonly DataProblem[] {
  const photographs = join(folder, photographsName);
  if (!statSync(photographs, { throwIfNoEntry: false })?.isDirectory()) {
    return [{ reason: 'data-file-missing', name, path: photographs }];
  }
  if (how === 'quick') return [];
  for (const line of readFileSync(join(folder, photographListName), 'utf8').split('\n')) {
    if (line === '') continue;
    const [, bytes, ...words] = line.split(' ');
    const path = join(photographs, words.join(' '));
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined) return [{ reason: 'data-file-missing', name, path }];
    if (state.size !== Number(bytes)) {
      return [{ reason: 'data-file-size', name, path, expectedBytes: Number(bytes), foundBytes: state.size }];
    }
  }
  return [];
}
