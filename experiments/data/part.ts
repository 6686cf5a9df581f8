/**
 * Which images a phase may look at. The division depends on the data set and `trainPortion` alone, never on a seed:
 * searches with different seeds must not see each other's validation images.
 */
import type { ImageSplit } from './image-data-set.ts';

/** Some images of a split, in a fixed order. */
export interface ImagePart {
  readonly split: ImageSplit;
  /** Positions in the split. */
  readonly indices: Uint32Array;
}

const range = (split: ImageSplit, from: number, to: number): ImagePart => ({
  split,
  indices: Uint32Array.from({ length: to - from }, (_, i) => from + i),
});

export const wholeSplit = (split: ImageSplit): ImagePart => range(split, 0, split.count);

/**
 * The first floor(count * trainPortion) images in file order train, the others validate, as in the released DARTS
 * code (cnn/train_search.py).
 */
export function divide(
  split: ImageSplit,
  trainPortion: number,
): { readonly train: ImagePart; readonly validation: ImagePart } {
  const border = Math.floor(split.count * trainPortion);
  return { train: range(split, 0, border), validation: range(split, border, split.count) };
}
