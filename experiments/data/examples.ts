/**
 * Part of a data set in place of the whole, so that real images fit a small machine. The choice depends on the data set
 * and the wish alone, never on the seed of a job: whatever compares methods compares them on the same examples.
 */
import { fail, ok, type Result } from '../../schemas/result.ts';
import { draws } from '../rng/draws.ts';
import { key, split as splitKey } from '../rng/key.ts';
import {
  type ImageDataSet,
  type ImageSplit,
  type ImageTraits,
  imageSize,
  isStored,
  type Photographs,
  type StoredImages,
} from './image-data-set.ts';

export interface ExamplesWanted {
  readonly training: number;
  readonly test: number;
  readonly seed: number;
}

/** Fails, in words, where a part has fewer examples than are wanted. */
export function chooseExamples(
  { traits, train, test }: ImageDataSet,
  wanted: ExamplesWanted,
): Result<ImageDataSet, string> {
  for (const [name, count] of [
    ['training', train.count],
    ['test', test.count],
  ] as const) {
    if (wanted[name] > count) {
      return fail(
        `task.examples.${name}: expected at most ${count}, the examples of ${traits.name}, got ${wanted[name]}`,
      );
    }
  }
  const chosen = (part: ImageSplit, name: 'training' | 'test'): ImageSplit =>
    take(part, stratified(labelsOf(part), wanted[name], name, wanted.seed), traits);
  return ok({ traits, train: chosen(train, 'training'), test: chosen(test, 'test') });
}

/**
 * Places of `count` examples in rising order, so that they stay in file order. Each class has its part of the whole, to
 * the nearest example by largest remainders; of a class, more examples include those of fewer.
 */
export function stratified(
  labels: ArrayLike<number>,
  count: number,
  part: string,
  seed: number,
): Uint32Array {
  const classes = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i += 1) {
    const label = labels[i] ?? 0;
    const places = classes.get(label);
    if (places === undefined) classes.set(label, [i]);
    else places.push(i);
  }
  const inOrder = [...classes].sort(([a], [b]) => a - b);
  const sizes = shares(
    inOrder.map(([, places]) => places.length),
    count,
  );
  const root = splitKey(key(seed), 'examples', part);
  const chosen = inOrder.flatMap(([label, places], c) => {
    const order = draws(splitKey(root, label)).permutation(places.length);
    return Array.from(order.subarray(0, sizes[c]), (at) => places[at] ?? 0);
  });
  return Uint32Array.from(chosen).sort();
}

/** `count` divided in proportion to `sizes`: floors, then one more for the largest remainders, the first of equals first. */
function shares(sizes: readonly number[], count: number): readonly number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // In integers: the remainder of size * count by total orders the fractions exactly.
  const floors = sizes.map((size) => Math.floor((size * count) / total));
  const left = count - floors.reduce((sum, floor) => sum + floor, 0);
  const favoured = sizes
    .map((size, c) => ({ c, remainder: (size * count) % total }))
    .sort((a, b) => b.remainder - a.remainder || a.c - b.c)
    .slice(0, left);
  const extra = new Set(favoured.map(({ c }) => c));
  return floors.map((floor, c) => floor + (extra.has(c) ? 1 : 0));
}

const labelsOf = (part: ImageSplit): ArrayLike<number> => (isStored(part) ? part.labels : part.folder.labels);

function take(part: ImageSplit, places: Uint32Array, traits: ImageTraits): ImageSplit {
  return isStored(part) ? takeStored(part, places, imageSize(traits)) : takePhotographs(part, places);
}

function takeStored({ images, labels }: StoredImages, places: Uint32Array, size: number): StoredImages {
  const taken = new Uint8Array(places.length * size);
  places.forEach((place, i) => {
    taken.set(images.subarray(place * size, (place + 1) * size), i * size);
  });
  return {
    count: places.length,
    images: taken,
    labels: Uint8Array.from(places, (place) => labels[place] ?? 0),
  };
}

function takePhotographs({ folder }: Photographs, places: Uint32Array): Photographs {
  const { digests } = folder;
  const taken = <T>(items: ArrayLike<T>): T[] => Array.from(places, (place) => items[place] as T);
  return {
    count: places.length,
    folder: {
      ...folder,
      files: taken(folder.files),
      labels: Int32Array.from(taken(folder.labels)),
      ...(digests === undefined ? {} : { digests: taken(digests) }),
    },
  };
}
