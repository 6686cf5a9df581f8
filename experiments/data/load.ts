/** Data sets by name. */
import { dataSets } from '../../schemas/data.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { decodeCifar10 } from './cifar10.ts';
import { readDataFiles } from './data-folder.ts';
import type { ImageDataSet } from './image-data-set.ts';
import { loadImagenet } from './imagenet/load-imagenet.ts';
import { decodeOptdigits } from './optdigits.ts';
import { generateTextures10, generateTextures10Large } from './textures10.ts';

const imageSets = Object.values(dataSets).filter(({ kind }) => kind === 'images');

/** @param folder where the set's files and index.json lie; null for a generated set */
export function loadDataSet(name: string, folder: string | null): Result<ImageDataSet, JobFailure> {
  if (name === 'textures10') return ok(generateTextures10());
  if (name === 'textures10-64') return ok(generateTextures10Large());
  const set = imageSets.find((known) => known.name === name);
  if (!set) {
    const message = `Unknown data set ${name}; there are ${imageSets.map((known) => known.name).join(', ')}`;
    return fail({ reason: 'job-refused', message });
  }
  const files = readDataFiles(set.name, folder);
  if (!files.ok) return files;
  if (name === 'imagenet') return loadImagenet(files.value, folder ?? '');
  return name === 'optdigits' ? decodeOptdigits(files.value) : decodeCifar10(files.value);
}
