/** Whether the images of a registered set are still there. Their bytes are checked by whoever reads them. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSetName } from '../../schemas/data.ts';
import { labelMapImagesName, labelMapListName } from '../../schemas/data-sets/label-map-layout.ts';
import type { DataProblem } from './data-problem.ts';

/** `quick` looks for the folder; `full` at the size of every file, and names the first that is missing or has another. */
export function checkLabelMaps(
  name: DataSetName,
  folder: string,
  how: 'quick' | 'full',
): readonly DataProblem[] {
  const images = join(folder, labelMapImagesName);
  if (!statSync(images, { throwIfNoEntry: false })?.isDirectory()) {
    return [{ reason: 'data-file-missing', name, path: images }];
  }
  if (how === 'quick') return [];
  for (const line of readFileSync(join(folder, labelMapListName), 'utf8').split('\n')) {
    if (line === '') continue;
    const [, , bytes, ...words] = line.split(' ');
    const path = join(images, words.join(' '));
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined) return [{ reason: 'data-file-missing', name, path }];
    if (state.size !== Number(bytes)) {
      return [{ reason: 'data-file-size', name, path, expectedBytes: Number(bytes), foundBytes: state.size }];
    }
  }
  return [];
}
