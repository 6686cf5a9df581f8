/** Whether the parts of a data set have content in common: told by the content of every example, not by its place. */
import { createHash } from 'node:crypto';
import { chooseExamples } from '../experiments/data/examples.ts';
import {
  type ImageDataSet,
  imageSize,
  isStored,
  type StoredImages,
} from '../experiments/data/image-data-set.ts';
import { divide, type ImagePart } from '../experiments/data/part.ts';
import { dataLoader } from '../experiments/registry/data.ts';
import type { QueryAnswer } from '../schemas/query.ts';
import type { SplitsRequest } from '../schemas/splits-query.ts';

export async function compareSplits({
  data,
  folder,
  trainPortion,
  examples,
}: SplitsRequest): Promise<QueryAnswer> {
  const loader = await dataLoader(data, 'images');
  if (loader === undefined) return told({ compared: false, why: 'its parts are no images' });
  const loaded = loader.load(folder);
  if (!loaded.ok) return told({ compared: false, why: 'it cannot be read' });
  const taken = examples === undefined ? loaded : chooseExamples(loaded.value, examples);
  if (!taken.ok) return told({ compared: false, why: String(taken.failures[0]) });
  const { train, test, traits }: ImageDataSet = taken.value;
  if (!isStored(train) || !isStored(test)) {
    return told({ compared: false, why: 'its photographs are read one by one, and are too many' });
  }
  const parts = divide(train, trainPortion);
  const size = imageSize(traits);
  const all = Array.from({ length: test.count }, (_, i) => i);
  const contents = {
    train: contentsOf(train, indices(parts.train), size),
    validation: contentsOf(train, indices(parts.validation), size),
    test: contentsOf(test, all, size),
  };
  return told({
    compared: true,
    examples: {
      train: parts.train.indices.length,
      validation: parts.validation.indices.length,
      test: test.count,
    },
    shared: {
      trainAndValidation: common(contents.train, contents.validation),
      trainAndTest: common(contents.train, contents.test),
      validationAndTest: common(contents.validation, contents.test),
    },
  });
}

const told = (json: Extract<QueryAnswer, { json: unknown }>['json']): QueryAnswer => ({
  ok: true,
  json,
  rows: [],
});
const indices = (part: ImagePart): number[] => Array.from(part.indices);

const contentsOf = (split: StoredImages, places: readonly number[], size: number): ReadonlySet<string> =>
  new Set(
    places.map((i) =>
      createHash('sha256')
        .update(split.images.subarray(i * size, (i + 1) * size))
        .digest('base64'),
    ),
  );

const common = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
  [...a].filter((one) => b.has(one)).length;
