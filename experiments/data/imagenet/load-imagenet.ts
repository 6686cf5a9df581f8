/**
 * ImageNet as `reprise data add` registered it: `photographs` leads to the folder with `train` and `val`, and
 * `photographs.txt` lists every photograph in it with its digest. The list was checked against the set's index, and each
 * photograph is checked against the list when it is read, because other bytes would be stored under the wrong key.
 */
import { join } from 'node:path';
import { imagenet, photographListName, photographsName } from '../../../schemas/data-sets/imagenet.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { type DataFiles, readDataFiles } from '../data-folder.ts';
import type { DataLoader } from '../data-loader.ts';
import type { ImageDataSet, Photographs } from '../image-data-set.ts';
import { type ImageFolder, indexImageFolder } from './image-folder.ts';
import { imagenetTraits } from './photograph-batches.ts';

export const data: DataLoader<ImageDataSet> = {
  kind: imagenet.kind,
  load(folder) {
    const files = readDataFiles(imagenet, folder);
    return files.ok ? loadImagenet(files.value, folder ?? '') : files;
  },
};

/** @param folder of the set, where `photographs` lies */
export function loadImagenet(
  files: DataFiles,
  folder: string,
): Result<ImageDataSet<Photographs>, JobFailure> {
  const digests = readList(new TextDecoder().decode(files.get(photographListName)));
  const train = listedFolder(folder, 'train', digests);
  if (!train.ok) return train;
  const test = listedFolder(folder, 'val', digests);
  if (!test.ok) return test;
  const odd = train.value.folder.classes.find((name, i) => name !== test.value.folder.classes[i]);
  if (odd !== undefined || train.value.folder.classes.length !== test.value.folder.classes.length) {
    return refuse('train and val must have the same classes');
  }
  const traits = imagenetTraits(train.value.folder.classes.length);
  return ok({ traits, train: train.value, test: test.value });
}

/** `train/class/file` to SHA-256. */
function readList(text: string): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [digest, , ...name] = line.split(' ');
    if (digest) digests.set(name.join(' '), digest);
  }
  return digests;
}

function listedFolder(
  folder: string,
  part: 'train' | 'val',
  listed: ReadonlyMap<string, string>,
): Result<Photographs, JobFailure> {
  const indexed = indexImageFolder(join(folder, photographsName, part));
  if (!indexed.ok) return indexed;
  const { files } = indexed.value;
  const digests = files.map((file) => listed.get(`${part}/${file}`) ?? '');
  const unknown = digests.indexOf('');
  if (unknown >= 0) return refuse(`${part}/${files[unknown]} was not there when the data set was added`);
  const expected = [...listed.keys()].filter((name) => name.startsWith(`${part}/`)).length;
  if (expected !== files.length) {
    return refuse(`${part} has ${files.length} photographs, and had ${expected} when the data set was added`);
  }
  const checked: ImageFolder = { ...indexed.value, digests };
  return ok({ count: files.length, folder: checked });
}

const refuse = (message: string) =>
  fail({
    reason: 'job-refused' as const,
    message,
    hint: 'Run `reprise data add imagenet` to register the folder as it is now',
  });
