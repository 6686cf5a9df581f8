/** Labelled images as a job sees them: raw bytes, or the names of files, plus what is known about them. */
import type { ImageFolder } from './imagenet/image-folder.ts';

export interface ImageTraits {
  readonly name: string;
  readonly classes: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Whether an image and its mirror image always have the same class. */
  readonly mirrorSymmetric: boolean;
  /** The stored value that means full intensity. */
  readonly maximum: number;
  /** For each channel, mean and standard deviation of intensity / maximum over the training images. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Images that memory holds. */
export interface StoredImages {
  readonly count: number;
  /** `count` images, NHWC, values in [0, maximum]. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** Images that are read from their files whenever a minibatch asks for them. */
export interface Photographs {
  readonly count: number;
  readonly folder: ImageFolder;
}

export type ImageSplit = StoredImages | Photographs;

export interface ImageDataSet<S extends ImageSplit = ImageSplit> {
  readonly traits: ImageTraits;
  readonly train: S;
  readonly test: S;
}

export const isStored = (split: ImageSplit): split is StoredImages => 'images' in split;

export const imageSize = (traits: ImageTraits): number => traits.height * traits.width * traits.channels;

/** Joins splits in the given order. */
export function concatenateSplits(splits: readonly StoredImages[], valuesPerImage: number): StoredImages {
  const count = splits.reduce((sum, split) => sum + split.count, 0);
  const images = new Uint8Array(count * valuesPerImage);
  const labels = new Uint8Array(count);
  let at = 0;
  for (const split of splits) {
    images.set(split.images, at * valuesPerImage);
    labels.set(split.labels, at);
    at += split.count;
  }
  return { count, images, labels };
}
