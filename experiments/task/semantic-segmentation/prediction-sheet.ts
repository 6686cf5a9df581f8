/** Images, their true classes and predicted ones side by side, as one PNG file and the words that go with it. */
import { encode } from 'fast-png';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Predictions } from '../../../schemas/predictions.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { LabelledImage, LabelledImages, LabelMapTraits } from '../../data/segmentation/label-maps.ts';
import { classColour, hexColour, ignoredColour } from './class-colours.ts';

/** Images that are shown, spread evenly over their part whatever the network says of them. */
const shown = 4;
/** Longest side of a picture in pixels; larger images are shown by every second, third, ... pixel. */
const longest = 512;
const gap = 4;
const columns = 3;

/** A few images of a part, in its order, with their numbers in it. */
export function picturedImages(
  images: LabelledImages,
): LabelledImages & { readonly indices: readonly number[] } {
  const count = Math.min(shown, images.count);
  const indices = Array.from({ length: count }, (_, i) => Math.floor((i * images.count) / count));
  return { count, indices, read: (i) => images.read(indices[i] ?? 0) };
}

export interface Pictured {
  readonly part: Predictions['part'];
  readonly images: ReturnType<typeof picturedImages>;
  /** A class for each pixel of each image; another value is no class. */
  readonly predicted: readonly ArrayLike<number>[];
  readonly traits: Pick<LabelMapTraits, 'classNames'>;
}

/** Equal predictions make equal bytes. Fails when an image cannot be read. */
export function predictionSheet({
  part,
  images,
  predicted,
  traits: { classNames },
}: Pictured): Result<{ readonly png: Uint8Array; readonly legend: Predictions }, JobFailure> {
  const read: LabelledImage[] = [];
  for (let i = 0; i < images.count; i += 1) {
    const image = images.read(i);
    if (!image.ok) return image;
    read.push(image.value);
  }
  const rows = placed(read);
  const width = Math.max(...rows.map((row) => columns * row.width + (columns - 1) * gap));
  const height = rows.reduce((bottom, row) => Math.max(bottom, row.top + row.height), 0);
  const data = new Uint8Array(3 * width * height).fill(255);
  const colours = classNames.map((_, label) => classColour(label));
  read.forEach(({ pixels, labels, width: stride }, i) => {
    const row = rows[i];
    const guess = predicted[i];
    if (!row || !guess) throw new TypeError(`Expected a prediction for each of ${read.length} images`);
    for (let y = 0; y < row.height; y += 1) {
      for (let x = 0; x < row.width; x += 1) {
        const from = (y * stride + x) * row.shrunk;
        const colour = pixels.subarray(3 * from, 3 * from + 3);
        const truth = colours[labels[from] ?? -1] ?? ignoredColour;
        const said = colours[guess[from] ?? -1] ?? ignoredColour;
        [colour, truth, said].forEach((value, column) => {
          data.set(value, 3 * ((row.top + y) * width + column * (row.width + gap) + x));
        });
      }
    }
  });
  const legend: Predictions = {
    ...{ formatVersion: 1, part, gap, ignored: hexColour(ignoredColour) },
    classes: classNames.map((name, label) => ({ name, colour: hexColour(classColour(label)) })),
    images: rows.map((row, i) => ({ index: images.indices[i] ?? 0, ...row })),
  };
  return ok({ png: encode({ width, height, data, channels: 3 }, { zlib: { level: 9 } }), legend });
}

function placed(images: readonly LabelledImage[]) {
  let top = 0;
  return images.map((image) => {
    const shrunk = Math.max(1, Math.ceil(Math.max(image.height, image.width) / longest));
    const row = {
      ...{ top, shrunk },
      height: Math.ceil(image.height / shrunk),
      width: Math.ceil(image.width / shrunk),
    };
    top += row.height + gap;
    return row;
  });
}
