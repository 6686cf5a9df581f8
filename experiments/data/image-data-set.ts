/** Labelled images as a job sees them: raw bytes plus what is known about them. */

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

export interface ImageSplit {
  readonly count: number;
  /** `count` images, NHWC, values in [0, maximum]. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

export interface ImageDataSet {
  readonly traits: ImageTraits;
  readonly train: ImageSplit;
  readonly test: ImageSplit;
}

export const imageSize = (traits: ImageTraits): number => traits.height * traits.width * traits.channels;

/** Joins splits in the given order. */
export function concatenateSplits(splits: readonly ImageSplit[], valuesPerImage: number): ImageSplit {
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
