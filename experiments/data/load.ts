/** Data sets by name. */
import { type DataSetName, dataSets } from '../../schemas/data.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { decodeCifar10 } from './cifar10.ts';
import { readDataFiles } from './data-folder.ts';
import type { ImageDataSet } from './image-data-set.ts';
import { decodeOptdigits } from './optdigits.ts';
import { generateTextures10 } from './textures10.ts';

const isDataSetName = (name: string): name is DataSetName => Object.hasOwn(dataSets, name);

/** @param folder where the set's files and index.json lie; null for a generated set */
export function loadDataSet(name: string, folder: string | null): Result<ImageDataSet, JobFailure> {
  if (!isDataSetName(name)) {
    const message = `Unknown data set ${name}; there are ${Object.keys(dataSets).join(', ')}`;
    return fail({ reason: 'job-refused', message });
  }
  if (name === 'textures10') return ok(generateTextures10());
  const files = readDataFiles(name, folder);
  if (!files.ok) return files;
  return name === 'optdigits' ? decodeOptdigits(files.value) : decodeCifar10(files.value);
}
