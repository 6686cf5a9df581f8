/**
 * Which images a phase may look at. The division depends on the data set and `trainPortion` alone, never on a seed:
 * searches with different seeds must not see each other's validation images.
 */
import { type ImageSplit, isStored, type Photographs, type StoredImages } from './image-data-set.ts';

/** Some images of a split, in a fixed order. */
export interface ImagePart {
  readonly split: ImageSplit;
  /** Positions in the split. */
  readonly indices: Uint32Array;
}

const range = (split: StoredImages, from: number, to: number): ImagePart => ({
  split,
  indices: Uint32Array.from({ length: to - from }, (_, i) => from + i),
});

export const wholeSplit = (split: ImageSplit): ImagePart => ({
  split,
  indices: Uint32Array.from({ length: split.count }, (_, i) => i),
});

/** What trains and what validates. */
export interface Division {
  readonly train: ImagePart;
  readonly validation: ImagePart;
}

/**
 * The first floor(count * trainPortion) images in file order train, the others validate, as in quark0/darts@f276dd3
 * (cnn/train_search.py). Photographs are in order of their classes, so that each class is divided like that.
 */
export function divide(split: ImageSplit, trainPortion: number): Division {
  if (!isStored(split)) return divideClasses(split, trainPortion);
  const border = Math.floor(split.count * trainPortion);
  return { train: range(split, 0, border), validation: range(split, border, split.count) };
}

function divideClasses(split: Photographs, trainPortion: number): Division {
  const { labels } = split.folder;
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const seen = new Map<number, number>();
  const parts: Record<'train' | 'validation', number[]> = { train: [], validation: [] };
  labels.forEach((label, i) => {
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    const trains = before < Math.floor((sizes.get(label) ?? 0) * trainPortion);
    parts[trains ? 'train' : 'validation'].push(i);
  });
  return {
    train: { split, indices: Uint32Array.from(parts.train) },
    validation: { split, indices: Uint32Array.from(parts.validation) },
  };
}
