/**
 * CIFAR-10, binary version (Krizhevsky 2009): records of one label byte and 3072 pixel bytes, the red, green and
 * blue planes of a 32x32 image in rows. Images become NHWC.
 */
import { cifar10 } from '../../schemas/data-sets/cifar10.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type DataFiles, readDataFiles } from './data-folder.ts';
import type { DataLoader } from './data-loader.ts';
import {
  concatenateSplits,
  type ImageDataSet,
  type ImageTraits,
  imageSize,
  type StoredImages,
} from './image-data-set.ts';

/** Mean and standard deviation as in quark0/darts@f276dd3. */
const cifar10Traits: ImageTraits = {
  name: 'cifar10',
  classes: 10,
  height: 32,
  width: 32,
  channels: 3,
  mirrorSymmetric: true,
  maximum: 255,
  mean: [0.49139968, 0.48215827, 0.44653124],
  std: [0.24703233, 0.24348505, 0.26158768],
};

const valuesPerImage = imageSize(cifar10Traits);
const plane = valuesPerImage / 3;
const recordBytes = 1 + valuesPerImage;

export function decodeCifar10(files: DataFiles): Result<ImageDataSet<StoredImages>, JobFailure> {
  const parts: StoredImages[] = [];
  for (const name of cifar10.files) {
    const part = parseCifar10(name, files.get(name) ?? new Uint8Array());
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return ok({
    traits: cifar10Traits,
    train: concatenateSplits(parts.slice(0, -1), valuesPerImage),
    test: concatenateSplits(parts.slice(-1), valuesPerImage),
  });
}

export const data: DataLoader<ImageDataSet> = {
  kind: cifar10.kind,
  load(folder) {
    const files = readDataFiles(cifar10, folder);
    return files.ok ? decodeCifar10(files.value) : files;
  },
};

/** @param name the file's name, for messages */
export function parseCifar10(name: string, bytes: Uint8Array): Result<StoredImages, JobFailure> {
  const refuse = (message: string) => fail({ reason: 'job-refused' as const, message });
  if (bytes.length === 0 || bytes.length % recordBytes !== 0) {
    return refuse(
      `${name}: expected a whole number of records of ${recordBytes} bytes, got ${bytes.length} bytes`,
    );
  }
  const count = bytes.length / recordBytes;
  const labels = new Uint8Array(count);
  const images = new Uint8Array(count * valuesPerImage);
  for (let i = 0; i < count; i += 1) {
    const record = bytes.subarray(i * recordBytes, (i + 1) * recordBytes);
    const label = record[0] ?? 0;
    if (label > 9) return refuse(`${name}: record ${i} has label ${label}, expected one in [0, 9]`);
    labels[i] = label;
    interleave(record.subarray(1), images.subarray(i * valuesPerImage, (i + 1) * valuesPerImage));
  }
  return ok({ count, images, labels });
}

/** Planes to pixels. */
function interleave(planes: Uint8Array, image: Uint8Array): void {
  for (let p = 0; p < plane; p += 1) {
    image[3 * p] = planes[p] ?? 0;
    image[3 * p + 1] = planes[plane + p] ?? 0;
    image[3 * p + 2] = planes[2 * plane + p] ?? 0;
  }
}
