/** Pictures of what a network says of images, and the colours of their classes. */
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { LabelledImage, LabelledImages } from '../../../experiments/data/segmentation/label-maps.ts';
import { generateShapes } from '../../../experiments/data/segmentation/shapes.ts';
import {
  classColour,
  hexColour,
  ignoredColour,
} from '../../../experiments/task/semantic-segmentation/class-colours.ts';
import {
  picturedImages,
  predictionSheet,
} from '../../../experiments/task/semantic-segmentation/prediction-sheet.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { predictionsFormat } from '../../../schemas/predictions.ts';
import { ok } from '../../../schemas/result.ts';

const listOf = (images: readonly LabelledImage[]): LabelledImages => ({
  count: images.length,
  read: (index) => ok(images[index] as LabelledImage),
});

function sheetOf(images: readonly LabelledImage[], predicted: readonly Int32Array[], classes = 3) {
  const classNames = Array.from({ length: classes }, (_, label) => `class ${label}`);
  const made = predictionSheet({
    ...{ part: 'test', images: picturedImages(listOf(images)), predicted, traits: { classNames } },
  });
  if (!made.ok) throw new Error('Expected a sheet');
  return made.value;
}

/** Colours of a row of pixels, as numbers. */
function colours(png: Uint8Array, row: number): string[] {
  const { width, data } = decode(png);
  return Array.from({ length: width }, (_, x) => {
    const at = 3 * (row * width + x);
    return hexColour([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]);
  });
}

const two: LabelledImage = {
  ...{ height: 1, width: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6), labels: Uint8Array.of(2, 255) },
};

describe('the colours of classes', () => {
  it('are different for 140 classes, none that of pixels which are not measured', () => {
    const all = Array.from({ length: 140 }, (_, label) => hexColour(classColour(label)));
    expect(new Set([...all, hexColour(ignoredColour)]).size).toBe(141);
    expect(classColour(140)).toEqual(classColour(0));
  });

  it('are these', () => {
    expect([0, 1, 19, 20, 139].map((label) => hexColour(classColour(label)))).toEqual([
      ...['#9e9e9e', '#e6194b', '#ffd8b1', '#8a8a8a', '#3f362c'],
    ]);
  });
});

describe('a picture of predictions', () => {
  it('shows image, truth and prediction side by side, and what is no class as not measured', () => {
    const { png, legend } = sheetOf([two], [Int32Array.of(1, -1)]);
    const white = Array.from({ length: 4 }, () => '#ffffff');
    expect(colours(png, 0)).toEqual([
      ...['#010203', '#040506', ...white],
      ...[hexColour(classColour(2)), '#000000', ...white],
      ...[hexColour(classColour(1)), '#000000'],
    ]);
    expect(legend).toEqual({
      ...{ formatVersion: 1, part: 'test', gap: 4, ignored: '#000000' },
      classes: [
        { name: 'class 0', colour: '#9e9e9e' },
        { name: 'class 1', colour: '#e6194b' },
        { name: 'class 2', colour: '#3cb44b' },
      ],
      images: [{ index: 0, top: 0, height: 1, width: 2, shrunk: 1 }],
    });
    expect(predictionsFormat.read(legend)).toEqual({ ok: true, value: legend });
  });

  it('has images of several sizes below each other', () => {
    const tall: LabelledImage = {
      ...{ height: 3, width: 1, pixels: new Uint8Array(9), labels: new Uint8Array(3) },
    };
    const { png, legend } = sheetOf([two, tall], [Int32Array.of(0, 0), Int32Array.of(0, 1, 2)]);
    expect(legend.images.map(({ top, height, width }) => [top, height, width])).toEqual([
      [0, 1, 2],
      [5, 3, 1],
    ]);
    expect([decode(png).width, decode(png).height]).toEqual([14, 8]);
    expect([5, 6, 7].map((row) => colours(png, row)[10])).toEqual(
      [0, 1, 2].map((label) => hexColour(classColour(label))),
    );
    expect(colours(png, 5).slice(11)).toEqual(['#ffffff', '#ffffff', '#ffffff']);
  });

  it('shows every third pixel of an image of 1,025 pixels', () => {
    const width = 1025;
    const wide: LabelledImage = {
      ...{ height: 1, width, pixels: Uint8Array.from({ length: 3 * width }, (_, i) => Math.floor(i / 3)) },
      labels: new Uint8Array(width),
    };
    const { png, legend } = sheetOf([wide], [new Int32Array(width)]);
    expect(legend.images).toEqual([{ index: 0, top: 0, height: 1, width: 342, shrunk: 3 }]);
    expect(colours(png, 0).slice(0, 3)).toEqual(['#000000', '#030303', '#060606']);
  });

  it('has the same bytes whenever it is made', () => {
    const images = picturedImages(generateShapes().test);
    const made = () => {
      const read = [0, 1, 2, 3].map((i) => {
        const image = images.read(i);
        if (!image.ok) throw new Error('Expected an image');
        return image.value;
      });
      return sheetOf(
        read,
        read.map(({ labels }) => Int32Array.from(labels)),
        10,
      );
    };
    const [first, second] = [made(), made()];
    expect(sha256(first.png)).toBe(sha256(second.png));
    expect(sha256(first.png)).toMatchInlineSnapshot(
      `"9cb78ca69f52227581a0fc07f0e4ac4d4b1a3e9bfcf7613e914746a4ad0f50a5"`,
    );
  });

  it('is of images that are spread over their part, at most four', () => {
    const indices = [1, 3, 4, 80, 101].map((count) => picturedImages({ ...listOf([]), count }).indices);
    expect(indices).toEqual([[0], [0, 1, 2], [0, 1, 2, 3], [0, 20, 40, 60], [0, 25, 50, 75]]);
  });
});
