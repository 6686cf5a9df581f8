/** Images with a class for every pixel, as a job sees them. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';

/** The label of pixels that are neither trained on nor measured. */
export const ignored = 255;

export interface LabelledImage {
  readonly height: number;
  readonly width: number;
  /** height x width x 3, red, green, blue. */
  readonly pixels: Uint8Array;
  /** height x width: a class, or `ignored`. */
  readonly labels: Uint8Array;
}

/** Images in a fixed order, wherever they are. */
export interface LabelledImages {
  readonly count: number;
  /** Fails with the name of the file that cannot be read. @param index in [0, count) */
  read(index: number): Result<LabelledImage, JobFailure>;
}

export interface LabelMapTraits {
  readonly name: string;
  /** In the order of the labels. */
  readonly classNames: readonly string[];
  /** Whether an image and its mirror image have the same classes. */
  readonly mirrorSymmetric: boolean;
  /** Of intensity / 255, for each channel. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export interface LabelMapSet {
  readonly traits: LabelMapTraits;
  readonly train: LabelledImages;
  /** Null where the set has no such part, so that a part of the training images takes its place. */
  readonly validation: LabelledImages | null;
  readonly test: LabelledImages;
}

/** Some of the images, in their order. */
export function portion(images: LabelledImages, from: number, to: number): LabelledImages {
  return { count: to - from, read: (index) => images.read(from + index) };
}

/** The first floor(count * trainPortion) images train, the others validate: never by a seed. */
export function divideLabelled(
  images: LabelledImages,
  trainPortion: number,
): { readonly train: LabelledImages; readonly validation: LabelledImages } {
  const border = Math.floor(images.count * trainPortion);
  return { train: portion(images, 0, border), validation: portion(images, border, images.count) };
}
