/**
 * A set of images with label maps as `reprise data add` registered it: `images` leads to the folder, and `label-maps.txt` lists every file
 * with its digest. Each file is checked against the list when it is read, because other bytes would be stored under the wrong key.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../../schemas/canonical.ts';
import type { DataSetInfo } from '../../../schemas/data-sets/data-set.ts';
import {
  type LabelMapLayout,
  type LabelMapPart,
  labelMapImagesName,
  labelMapListName,
} from '../../../schemas/data-sets/label-map-layout.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { readDataFiles } from '../data-folder.ts';
import type { DataLoader } from '../data-loader.ts';
import { decodeColours, decodeLabels } from './decode-images.ts';
import type { LabelledImage, LabelledImages, LabelMapSet } from './label-maps.ts';

interface Listed {
  readonly digest: string;
  readonly file: string;
}

interface Pair {
  readonly image: Listed;
  readonly label: Listed;
}

export const labelMapLoader = (info: DataSetInfo, layout: LabelMapLayout): DataLoader<LabelMapSet> => ({
  kind: info.kind,
  load(folder) {
    const files = readDataFiles(info, folder);
    if (!files.ok) return files;
    const listed = readList(new TextDecoder().decode(files.value.get(labelMapListName)));
    const images = join(folder ?? '', labelMapImagesName);
    const part = (name: LabelMapPart): LabelledImages => imagesOf(images, listed.get(name) ?? [], layout);
    return ok({
      traits: {
        ...{ name: info.name, classNames: layout.classNames, mirrorSymmetric: true },
        // Of ImageNet.
        ...{ mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
      },
      train: part('train'),
      validation: layout.parts.validation ? part('validation') : null,
      test: part('test'),
    });
  },
});

/** Lines come in pairs: an image, then its label map. */
function readList(text: string): ReadonlyMap<string, readonly Pair[]> {
  const lines = text.split('\n').filter((line) => line !== '');
  const pairs = new Map<string, Pair[]>();
  const read = (line = ''): Listed => {
    const [, digest = '', , ...words] = line.split(' ');
    return { digest, file: words.join(' ') };
  };
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const [part = ''] = (lines[i] ?? '').split(' ');
    pairs.set(part, [...(pairs.get(part) ?? []), { image: read(lines[i]), label: read(lines[i + 1]) }]);
  }
  return pairs;
}

function imagesOf(folder: string, pairs: readonly Pair[], layout: LabelMapLayout): LabelledImages {
  return {
    count: pairs.length,
    read(index) {
      const pair = pairs[index];
      if (!pair) throw new TypeError(`Expected an image in [0, ${pairs.length}), got ${index}`);
      return readPair(folder, pair, layout);
    },
  };
}

function readPair(
  folder: string,
  { image, label }: Pair,
  { labelOf, classNames }: LabelMapLayout,
): Result<LabelledImage, JobFailure> {
  const [colourBytes, labelBytes] = [readListed(folder, image), readListed(folder, label)];
  if (!colourBytes.ok) return colourBytes;
  if (!labelBytes.ok) return labelBytes;
  const colours = decodeColours(colourBytes.value);
  if (!colours.ok) return refuse(image.file, colours.failures[0] ?? '');
  const labels = decodeLabels(labelBytes.value, classNames.length, labelOf);
  if (!labels.ok) return refuse(label.file, labels.failures[0] ?? '');
  const { height, width, pixels } = colours.value;
  if (labels.value.height !== height || labels.value.width !== width) {
    return refuse(
      label.file,
      `is ${labels.value.height}x${labels.value.width}, and its image ${height}x${width}`,
    );
  }
  return ok({ height, width, pixels, labels: labels.value.labels });
}

function readListed(folder: string, { digest, file }: Listed): Result<Uint8Array, JobFailure> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(folder, file));
  } catch {
    return refuse(file, 'the file cannot be read');
  }
  return sha256(bytes) === digest ? ok(bytes) : refuse(file, 'the file differs from the one that was added');
}

const refuse = (file: string, message: string) =>
  fail({ reason: 'job-refused' as const, message: `${file}: ${message}` });
